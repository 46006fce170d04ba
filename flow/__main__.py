"""The `alur` command.

Its subcommands come from the entry-point group `alur.commands`, each loaded only when it is asked
for: `serve` must patch the standard library before anything else is imported, and `flow` must not
import `web`, where some of them live.
"""

import traceback
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points

import click

from flow import __version__

COMMANDS = "alur.commands"


class InstalledCommands(click.Group):
    """A group whose commands are the entry points of `COMMANDS`; `rules.replay` is one of the group `rules`."""

    @cached_property
    def _entries(self) -> dict[str, EntryPoint]:
        return {entry.name: entry for entry in entry_points(group=COMMANDS)}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(name for name in self._entries if "." not in name)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = self._entries.get(cmd_name)
        command = _load(entry) if entry else None
        own = {
            name.removeprefix(f"{cmd_name}."): one
            for name, one in self._entries.items()
            if name.startswith(f"{cmd_name}.")
        }
        return Extended(command, own) if isinstance(command, click.Group) and own else command


class Extended(click.Group):
    """A group with commands from elsewhere beside its own, which are loaded only when they are asked for as well."""

    def __init__(self, group: click.Group, entries: dict[str, EntryPoint]) -> None:
        super().__init__(group.name, callback=group.callback, params=group.params, help=group.help)
        self._group, self._entries = group, entries

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*self._group.list_commands(ctx), *self._entries})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = self._entries.get(cmd_name)
        return _load(entry) if entry else self._group.get_command(ctx, cmd_name)


def _load(entry: EntryPoint) -> click.Command:
    try:
        command = entry.load()
    except Exception as error:  # whatever an import can raise, the command must not vanish
        return _broken(entry, error)
    assert isinstance(command, click.Command), f"{entry.value} is not a click command"
    return command


def _broken(entry: EntryPoint, error: Exception) -> click.Command:
    """A command that keeps its name in the help and, when called, says why it cannot run."""
    reason = f"{type(error).__name__}: {error}"

    def explain() -> None:
        click.echo("".join(traceback.format_exception(error)), err=True)
        raise click.ClickException(
            f"`alur {entry.name.replace('.', ' ')}` cannot be loaded from {entry.value}: {reason}"
        )

    return click.Command(
        entry.name,
        callback=explain,
        help=f"Cannot be loaded: {reason}",
        short_help=f"(cannot be loaded: {reason})",
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
        add_help_option=False,
    )


@click.group(cls=InstalledCommands)
@click.version_option(__version__, prog_name="alur")
def main() -> None:
    """Alur moves every patient of a health centre from the door to the way home."""


if __name__ == "__main__":
    main(prog_name="alur")
