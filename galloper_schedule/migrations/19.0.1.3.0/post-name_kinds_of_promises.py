def migrate(cr, version):
    """Rows of the promise log say what was to be done, which may be told to everybody
    who may read the row; of those whose activity is gone nobody knows any more.
    """
    cr.execute(
        """
        UPDATE galloper_promise promise SET activity_type_id = activity.activity_type_id
          FROM mail_activity activity
         WHERE activity.id = promise.activity_id AND promise.activity_type_id IS NULL
        """
    )
