"""Who had a month run dry is on record, as whatever operators do."""

from tortoise import migrations
from tortoise.migrations import operations as ops

DEEDS = """
ALTER TABLE operator_deeds
    DROP CONSTRAINT operator_deeds_deed_known,
    ADD CONSTRAINT operator_deeds_deed_known CHECK (deed IN (
        'registration_approved', 'registration_rejected', 'payout_approved', 'payout_rejected',
        'payout_returned', 'month_run_dry', 'closing_started', 'closing_started_early',
        'month_closed', 'month_verified', 'ledger_checked', 'person_frozen', 'person_unfrozen',
        'operator_appointed'));
"""


class Migration(migrations.Migration):
    dependencies = [("likewise", "0009_reasons_and_queues")]
    operations = [ops.RunSQL(DEEDS)]
