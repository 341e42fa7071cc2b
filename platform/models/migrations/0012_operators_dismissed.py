"""Who ceases to be an operator is on record, as who becomes one."""

from tortoise import migrations
from tortoise.migrations import operations as ops

DEEDS = """
ALTER TABLE operator_deeds
    DROP CONSTRAINT operator_deeds_deed_known,
    ADD CONSTRAINT operator_deeds_deed_known CHECK (deed IN (
        'registration_approved', 'registration_rejected', 'payout_approved', 'payout_rejected',
        'payout_returned', 'month_run_dry', 'closing_started', 'closing_started_early',
        'month_closed', 'month_verified', 'ledger_checked', 'person_frozen', 'person_unfrozen',
        'operator_appointed', 'operator_dismissed'));
"""


class Migration(migrations.Migration):
    dependencies = [("likewise", "0011_walls_in_order")]
    operations = [ops.RunSQL(DEEDS)]
