"""Where customers are: found out once each, and kept until the evidence changes.

A customer has one row, and so has a lead without one. Whoever reads facts reads the
rows along, as far as they are of the evidence there is now; the rest is found out all
at once here, and stored. Nobody waits for that, and it never fails: what cannot be
stored is known all the same, and stored by whoever asks next.
"""

from collections.abc import Iterable
from typing import NamedTuple

import psycopg2

from odoo.api import Environment
from odoo.models import BaseModel
from odoo.tools import SQL

from ...planner.whereabouts import Whereabouts, find
from ..tools import zones
from . import evidence
from .evidence import LEAD_COLUMNS, OF_PARTNER, Known

#: A row's key is the customer's id, or the negative id of a lead without one.
KEY_OF_ROW = SQL("COALESCE(fact.partner_id, -fact.lead_id)")

_WITH_PLACES = """
SELECT fact.*, place.zones AS place_zones, place.source AS place_source,
       place.is_certain AS place_certain
  FROM (%s) fact
  LEFT JOIN LATERAL (
       SELECT zones, source, is_certain FROM galloper_located
        WHERE key = %s AND evidence = fact.evidence
       OFFSET 0) place ON TRUE
"""

#: Customers without a lead, and leads without a customer.
_ASKED = f"""
(SELECT asked.id AS partner_id, lead.id, {
    ", ".join(f"lead.{name} AS {column}" for name, column in LEAD_COLUMNS.items())
}
   FROM unnest(%(partner_ids)s::int[]) AS asked (id)
   LEFT JOIN crm_lead lead ON FALSE
  UNION ALL
 SELECT NULL, id, {", ".join(LEAD_COLUMNS)}
   FROM crm_lead WHERE id = ANY(%(lead_ids)s))
"""
#: All evidence of theirs: first what stands for it, then texts, and codes for ids.
_EVIDENCE = f"""
SELECT fact.*, place.zones, place.source, place.is_certain
  FROM (SELECT c.partner_id, c.id AS lead_id, {evidence.KEY} AS evidence,
               (SELECT code FROM res_country WHERE id = {evidence.HOUSE}) AS house,
               COALESCE(partner.galloper_tz, c.lead_tz) AS own_tz,
               country.code AS country, state.code AS state,
               COALESCE(partner.zip, c.lead_zip) AS zip,
               COALESCE(partner.city, c.lead_city) AS city,
               COALESCE(partner.phone, c.lead_phone) AS phone, partner.tz,
               family.galloper_tz AS family_tz, family_country.code AS family_country,
               family_state.code AS family_state, family.zip AS family_zip,
               family.city AS family_city, family.phone AS family_phone,
               family.tz AS family_default
          FROM {_ASKED} c
          LEFT JOIN res_partner partner ON partner.id = c.partner_id
          LEFT JOIN res_partner family
                 ON family.id = NULLIF(partner.commercial_partner_id, partner.id)
          LEFT JOIN res_country country
                 ON country.id = COALESCE(partner.country_id, c.lead_country_id)
          LEFT JOIN res_country_state state
                 ON state.id = COALESCE(partner.state_id, c.lead_state_id)
          LEFT JOIN res_country family_country
                 ON family_country.id = family.country_id
          LEFT JOIN res_country_state family_state
                 ON family_state.id = family.state_id) fact
  LEFT JOIN galloper_located place
         ON place.key = COALESCE(fact.partner_id, -fact.lead_id)
        AND place.evidence = fact.evidence
"""

#: Written by one at a time, a part of the table each; and not where somebody is
#: deleting the customer or the lead: nobody waits.
_STORE = """
WITH found AS (
     SELECT * FROM unnest(%(keys)s::int[], %(evidence)s::text[], %(zones)s::text[],
                          %(sources)s::text[], %(certain)s::bool[])
                   AS found (key, evidence, zones, source, is_certain)
), free AS MATERIALIZED (
     SELECT part FROM (SELECT DISTINCT key & 63 AS part FROM found) parts
      WHERE pg_try_advisory_xact_lock('galloper_located'::regclass::oid::int, part)
), partners AS MATERIALIZED (
     SELECT id FROM res_partner WHERE id = ANY(%(keys)s)
        FOR KEY SHARE SKIP LOCKED
), leads AS MATERIALIZED (
     SELECT id FROM crm_lead WHERE id = ANY(%(lead_ids)s)
        FOR KEY SHARE SKIP LOCKED
)
INSERT INTO galloper_located (key, partner_id, lead_id, evidence, zones, source,
                              is_certain)
SELECT found.key, partners.id, leads.id, found.evidence, found.zones, found.source,
       found.is_certain
  FROM found JOIN free ON free.part = found.key & 63
  LEFT JOIN partners ON partners.id = found.key
  LEFT JOIN leads ON leads.id = -found.key
 WHERE partners.id IS NOT NULL OR leads.id IS NOT NULL
    ON CONFLICT (key) DO UPDATE
   SET evidence = EXCLUDED.evidence, zones = EXCLUDED.zones, source = EXCLUDED.source,
       is_certain = EXCLUDED.is_certain
"""


def with_places(select: SQL) -> SQL:
    """The rows of facts that a statement reads, and where their customers are."""
    return SQL(_WITH_PLACES, select, KEY_OF_ROW)


def key_of(partner_id: int | None, lead_id: int | None) -> int:
    """What a customer's row is known by, or that of a lead without one; 0: nobody."""
    return partner_id or -(lead_id or 0)


def of_row(
    names: str | None, source: str | None, is_certain: bool | None
) -> Whereabouts | None:
    """What a row says, if there is one."""
    if source is None:
        return None
    return Whereabouts(tuple((names or "").split()), source, bool(is_certain))


def complete(env: Environment, rows: list[NamedTuple]) -> list[NamedTuple]:
    """The rows that ``with_places`` has read, without those gaps that can be filled."""
    gaps = {_key(row) for row in rows if row.evidence and not row.place_source}
    places = find_out(env, gaps)
    return [
        row._replace(
            place_zones=" ".join(places[_key(row)].zones),
            place_source=places[_key(row)].source,
            place_certain=places[_key(row)].certain,
        )
        if _key(row) in places
        else row
        for row in rows
    ]


def _key(row):
    return key_of(row.partner_id, row.lead_id)


def of_documents(documents: Iterable[BaseModel]) -> dict[BaseModel, Whereabouts]:
    """{lead or customer: where they are}, read in one query; of nobody, nothing is
    known.

    :param documents: one record each, or an empty recordset
    """
    keys = {one: _key_of_document(one) for one in documents}
    env = next((one.env for one in keys), None)
    if not env:
        return {}
    for model, names in (("res.partner", OF_PARTNER), ("crm.lead", LEAD_COLUMNS)):
        env[model].flush_model([*names])
    env["res.partner"].flush_model(["commercial_partner_id"])
    places = find_out(env, {key for key in keys.values() if key})
    return {one: places.get(key, Whereabouts()) for one, key in keys.items()}


def _key_of_document(document):
    if document._name == "crm.lead":
        return key_of(document.sudo().partner_id.id, document.id)
    return key_of(document.id, None)


def find_out(env: Environment, keys: Iterable[int]) -> dict[int, Whereabouts]:
    """{key: where they are}; what is not stored yet, or no more right, is stored."""
    asked = sorted(key for key in keys if key)
    if not asked:
        return {}
    rows = env.execute_query(
        SQL(
            _EVIDENCE,
            partner_ids=[key for key in asked if key > 0],
            lead_ids=[-key for key in asked if key < 0],
            places=evidence.version(),
        )
    )
    places, new = {}, {}
    for partner_id, lead_id, told, house, *known in rows:
        key = key_of(partner_id, lead_id)
        *texts, names, source, is_certain = known
        stored = of_row(names, source, is_certain)
        places[key] = stored or _resolve(texts, house)
        if told and not stored:
            new[key] = told, places[key]
    _store(env, new)
    return places


def _resolve(texts, house):
    size = len(Known._fields)
    own, family = Known(*texts[:size]), Known(*texts[size:])
    company = evidence.weigh(family, house) if any(family) else None
    return find(evidence.weigh(own, house), company, zones.clock)


def _store(env, found):
    """Keep what was found out, as far as nobody else does just now."""
    if not found or env.cr.readonly:
        return
    keys = list(found)
    places = [place for _told, place in found.values()]
    query = SQL(
        _STORE,
        keys=keys,
        lead_ids=[-key for key in keys if key < 0],
        evidence=[told for told, _place in found.values()],
        zones=[" ".join(place.zones) for place in places],
        sources=[place.source for place in places],
        certain=[place.certain for place in places],
    )
    try:
        with env.cr.savepoint(flush=False):
            env.cr.execute(query, log_exceptions=False)
    except psycopg2.Error:
        if env.cr.closed:
            raise
