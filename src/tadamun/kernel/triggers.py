"""Append-only tables, kept so by triggers that one migration operation installs on both databases."""

from typing import Any

from django.db.migrations.operations.base import Operation


class AppendOnly(Operation):
    """Forbid UPDATE and DELETE on ``table``; only UPDATEs of ``columns`` when some columns may be filled in later."""

    reversible = True

    def __init__(self, table: str, columns: tuple[str, ...] = ()) -> None:
        self.table, self.columns = table, columns

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.table], {"columns": self.columns}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of a model's state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        of_columns = f" OF {', '.join(self.columns)}" if self.columns else ""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                "CREATE OR REPLACE FUNCTION tadamun_append_only() RETURNS trigger AS $$ BEGIN "
                "RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; "
                "END $$ LANGUAGE plpgsql",
                params=None,  # else the driver reads the % of RAISE as a placeholder
            )
            for verb in ("UPDATE", "DELETE"):
                what = verb + (of_columns if verb == "UPDATE" else "")
                schema_editor.execute(
                    f"CREATE TRIGGER {self.table}_no_{verb.lower()} BEFORE {what} ON {self.table} "
                    "FOR EACH ROW EXECUTE FUNCTION tadamun_append_only()"
                )
            return
        for verb in ("UPDATE", "DELETE"):
            what = verb + (of_columns if verb == "UPDATE" else "")
            schema_editor.execute(
                f"CREATE TRIGGER {self.table}_no_{verb.lower()} BEFORE {what} ON {self.table} "
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {self.table}'); END"
            )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        on = f" ON {self.table}" if schema_editor.connection.vendor == "postgresql" else ""
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_no_{verb}{on}")

    def describe(self) -> str:
        return f"Rows of {self.table} are written once"


class Changeable(AppendOnly):
    """Lifts the rule, so that a migration may alter the table (SQLite writes it anew); ``AppendOnly`` follows."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Rows of {self.table} may be changed by this migration"
