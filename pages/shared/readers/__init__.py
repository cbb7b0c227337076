"""What the screens read: each answer is kept under the snapshot's id and the arguments, and nowhere else.

A screen calls a reader; a reader calls `Snapshot.query`, `Snapshot.table` or an insight. To add one::

    @remembered
    def retention(snapshot: Snapshot, level: int) -> pd.DataFrame:
        return snapshot.query("retention", level=level)

Arguments are small and hashable (a `Selection`, a level, a name), never a frame.
"""
