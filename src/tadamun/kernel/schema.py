"""The tables of an empty database, written in their present form instead of step by step.

Django rebuilds every related model after each step of a migration: with a hundred tables an empty database took twenty
seconds. Without rows nothing has to be converted, so the last state of all migrations can be written directly, and every
migration be noted as applied. Triggers are no part of that state: their operations run as they stand.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from tadamun.kernel.triggers import AppendOnly


def write_tables(connection: BaseDatabaseWrapper) -> bool:
    """Write all tables, indexes, constraints and triggers and note every migration; False, and nothing done, if a table is there.

    In one transaction: a killed process leaves the database as empty as it was. What is made is what the migrations make,
    which tests/kernel/test_schema.py holds true; a migration that adds rows of its own would break it.
    """
    executor = MigrationExecutor(connection)
    recorder = executor.recorder
    if set(connection.introspection.table_names()) - {recorder.Migration._meta.db_table}:
        return False
    recorder.ensure_schema()
    plan = [each for each, _ in executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)]
    state = executor.loader.project_state()
    with connection.schema_editor() as editor:
        for model in state.apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for migration in plan:
            for step in migration.operations:
                if isinstance(step, AppendOnly):
                    step.database_forwards(migration.app_label, editor, state, state)
            for app, name in migration.replaces or [(migration.app_label, migration.name)]:
                recorder.record_applied(app, name)
    return True
