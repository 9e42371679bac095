"""Every text that a user may see is there in each language that comes along."""

import re

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path
from odoo.tools.translate import TranslationModuleReader

_LANGUAGES = ("bg_BG", "de_DE", "es_ES", "ru_RU")
#: What is filled in, and tags: the translation has the same. A tag's title is text.
_KEPT = re.compile(r"%\(\w+\)[a-z]|%[sd%]|</?[a-z]+|(?:class|name|href)=\"[^\"]*\"")


@tagged("post_install", "-at_install")
class TestTranslation(TransactionCase):
    def test_each_language_is_complete(self):
        for code in _LANGUAGES:
            self.env["res.lang"]._activate_lang(code)
            translated = {entry.msgid for entry in self._read(code)}
            rows = TranslationModuleReader(
                self.env.cr, modules=["galloper_schedule"], lang=code
            )
            english = {source for _module, _type, _name, _id, source, *_rest in rows}
            self.assertGreater(len(english), 100)
            self.assertFalse(english - translated, code)

    def test_what_is_filled_in_is_kept(self):
        """A placeholder that is lost, or misspelt, is an error when it is shown."""
        for code in _LANGUAGES:
            for entry in self._read(code):
                kept = sorted(_KEPT.findall(entry.msgstr))
                self.assertEqual(kept, sorted(_KEPT.findall(entry.msgid)), entry.msgid)

    def _read(self, code):
        path = file_path(f"galloper_schedule/i18n/{code[:2]}.po")
        return polib.pofile(path).translated_entries()
