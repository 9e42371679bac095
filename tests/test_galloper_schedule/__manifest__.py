{
    "name": "Galloper Schedule: tests",
    "summary": "The tests of My Day on a real Odoo; never installed in production",
    "version": "19.0.1.0.0",
    "development_status": "Beta",
    "category": "Hidden/Tests",
    "website": "https://www.odoo.com/app/crm",
    "author": "Galloper Schedule contributors",
    "maintainers": ["galloper-schedule"],
    "license": "LGPL-3",
    "depends": ["galloper_schedule"],
    "assets": {
        "web.assets_backend": [
            # Debian's package of Odoo lists this library without shipping it: the
            # error in the browser's console would fail every tour.
            (
                "remove",
                "mail/static/lib/selfie_segmentation/selfie_segmentation.js",
            ),
        ],
        "web.assets_web_dark": [
            # Community has dark stylesheets, but no dark colours to build them with.
            (
                "before",
                "web/static/src/scss/primary_variables.scss",
                "test_galloper_schedule/static/tests/dark.scss",
            ),
        ],
        "web.assets_tests": ["test_galloper_schedule/static/tests/tours/*.js"],
        "web.assets_unit_tests": [
            "test_galloper_schedule/static/tests/**/*.test.js",
        ],
    },
}
