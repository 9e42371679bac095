"""All that is in a database; run inside the venv, by updates.py.

Prints {table: {"columns": [...], "rows": {key: row}}} as JSON. The key of a row is its
id, or all of it.
"""

import json
import sys

import psycopg2
from psycopg2 import sql

TABLES = """
SELECT table_name, array_agg(column_name ORDER BY column_name)
  FROM information_schema.columns JOIN information_schema.tables
       USING (table_schema, table_name)
 WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
 GROUP BY table_name ORDER BY table_name
"""


def main(database):
    connection = psycopg2.connect("", dbname=database)
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = {
            name: {"columns": columns, "rows": rows(cursor, name)}
            for name, columns in cursor.fetchall()
        }
    json.dump(tables, sys.stdout, sort_keys=True)


def rows(cursor, table):
    cursor.execute(
        sql.SQL("SELECT to_jsonb(one) FROM {} one").format(sql.Identifier(table))
    )
    every = [row for (row,) in cursor.fetchall()]
    return {str(row.get("id", json.dumps(row, sort_keys=True))): row for row in every}


if __name__ == "__main__":
    main(sys.argv[1])
