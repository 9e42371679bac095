"""One SQL statement over the PG* variables; run inside the venv, by postgres.py.

A failing statement ends with its message alone, no traceback. Rows are printed as
one JSON list.
"""

import json
import sys

import psycopg2


def main(database, statement, *parameters):
    # An empty string: host, port, user and password come from the PG* variables.
    connection = psycopg2.connect("", dbname=database, connect_timeout=10)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        rows = cursor.fetchall() if cursor.description else []
    print(json.dumps(rows, default=str))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except psycopg2.Error as error:
        sys.exit(str(error).strip())
