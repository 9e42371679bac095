"""Every text that a user may see is there in Russian."""

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path
from odoo.tools.translate import TranslationModuleReader


@tagged("post_install", "-at_install")
class TestTranslation(TransactionCase):
    def test_russian_is_complete(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        file = polib.pofile(file_path("galloper_schedule/i18n/ru.po"))
        russian = {entry.msgid for entry in file.translated_entries()}
        rows = TranslationModuleReader(
            self.env.cr, modules=["galloper_schedule"], lang="ru_RU"
        )
        english = {source for _module, _type, _name, _id, source, *_rest in rows}
        self.assertGreater(len(english), 100)
        self.assertFalse(english - russian)
