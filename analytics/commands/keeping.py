"""`snapshots`, `backup`, `restore` and `erase`: what a person decides about what is kept."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from analytics.access.passphrases import carry_passphrases
from analytics.commands.terminal import DEFAULT, StoreOption, say, working
from analytics.errors import DamagedStoreError, InputError
from analytics.knowledge import ledger
from analytics.knowledge.chain import CUSTOMER, ERASE
from analytics.knowledge.copying import carry_over, copy_ledger
from analytics.knowledge.forgetting import forget, has_key
from analytics.knowledge.opening import let_go
from analytics.pipeline import require_loaded
from analytics.store import backup as copies
from analytics.store.erase import customers_called, erase_customer, is_known, is_listed
from analytics.store.erased import pseudonym
from analytics.store.shelf import current_id, read_manifest, snapshot_ids
from analytics.store.snapshots import prune, use
from analytics.store.verify import damage
from analytics.vocabulary import SnapshotId


def snapshots(
    keep: Annotated[int | None, typer.Option(metavar="N", help="Remove all but the latest N.")] = None,
    use_id: Annotated[str | None, typer.Option("--use", metavar="ID", help="Serve this one from now on.")] = None,
    store: StoreOption = DEFAULT,
) -> None:
    """List the snapshots, remove old ones, or go back to an earlier one."""
    if use_id is not None:
        use(store, SnapshotId(use_id))
        ledger.append(store, author=author(), act="use_snapshot", subject=f"snapshot:{use_id}", payload={})
    if keep is not None:
        removed = prune(store, keep=keep)
        say(f"Removed: {', '.join(removed) or 'none'}.")
    current = current_id(store)
    if not snapshot_ids(store):
        say("Nothing is published yet: run build.")
    for snapshot_id in snapshot_ids(store):
        try:
            told = read_manifest(store, snapshot_id)
        except DamagedStoreError as broken:
            say(str(broken))
            continue
        mark = "*" if snapshot_id == current else " "
        size = f"{told.n_bytes / 1e6:,.1f} MB"
        say(f"{mark} {snapshot_id}  as of {told.as_of}  published {told.created_at}  {size}")


def backup(
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="A folder that doesn't exist yet, or is empty.")],
    store: StoreOption = DEFAULT,
) -> None:
    """Copy the whole store, consistently."""

    def also(folder: Path) -> None:
        copy_ledger(store, folder)
        carry_passphrases(store, folder)

    n_bytes = copies.backup(store, to, also=also)
    say(f"Copied {n_bytes / 1e6:,.1f} MB to {to}. It holds customers' data: keep it as safe as the store.")


def restore(
    folder: Annotated[Path, typer.Argument(metavar="FROM", help="A folder that `backup` made.")],
    store: StoreOption = DEFAULT,
) -> None:
    """Check a backup and put it in the place of the store."""

    def mend(fresh: Path) -> None:
        problems = damage(fresh)
        if problems:
            raise DamagedStoreError(f"The backup is not sound, and nothing was restored: {' '.join(problems)}")
        carry_passphrases(store, fresh)
        erased = carry_over(store, fresh)
        forget(fresh, erased)
        for customer_id in customers_called(fresh, erased):
            erase_customer(fresh, customer_id)
        ledger.append(fresh, author=author(), act="restore", subject=f"backup:{folder.name}", payload={})
        let_go(fresh)
        let_go(store)

    copies.restore(folder, store, mend=mend)
    say(f"Restored {store} from {folder}.")


def erase(
    customer_id: Annotated[str, typer.Argument(metavar="CUSTOMER_ID", help="The customer's id, exactly.")],
    store: StoreOption = DEFAULT,
) -> None:
    """Remove a customer from everything that the store holds, but for a pseudonym in the ledger."""
    require_loaded(store)
    customer = pseudonym(store, customer_id)
    if not is_known(store, customer_id) and not has_key(store, customer):
        raise InputError(f'There is no customer "{customer_id}" in the store {store}.')
    with working(store, "erase") as report:
        report("erase", "Writing the erasure down, and destroying the key of what was said about them", 0, 2)
        if not is_listed(store, customer_id):
            ledger.append(store, author=author(), act=ERASE, subject=f"{CUSTOMER}{customer}", payload={})
        forget(store, [customer])
        report("erase", "Rewriting the warehouse and every snapshot", 1, 2)
        erase_customer(store, customer_id)
    say("Erased. Numbers over many customers were computed with this one: run build to renew them.")
    say("Backups and files that were exported before still hold the customer.")


def author() -> str:
    """Name who does an act by command: until there are profiles, the person who is signed in to this machine.

    Returns
    -------
    str
        The name of their account.
    """
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
