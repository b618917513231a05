"""What is shared: the team's PostgreSQL database: provisioning, members, sync, claims.

The rules of sync, and who carries each out:

 1. A desk has a key, and what leaves it goes in parcels numbered 1, 2, 3 ... A parcel is made in one local transaction: entries
    leave the outbox and their rows stand in it to the letter, until the team has answered (`outbox`). Parcels are sent in
    order; the shared table `desk` takes the number of the last in the transaction of its rows, so a parcel sent again changes
    nothing (`push`, `upgrades.sync`). A copy of a store, or a backup put back, notices and takes a new key.
 2. A change and its outbox entry are one local transaction. Of a row people edit, what its fields were before the first change
    that the team has not answered is kept beside it: its base (`store.writing`, `store.bases`).
 3. A new row is added unless its key is there. Calls, facts, trails and other logged rows only grow (`push`).
 4. Rows that people edit merge by field, three ways. Only a field that differs from its base is sent on. The shared database
    takes each in order of arrival: the last stays. What it overwrote is LOST if its author's word was not the sender's base,
    nor the same: kept with whose it was, who overwrote it and when (`push`). Every overwritten value, lost or not, is in
    `row_history`, whoever changed it and by whatever program (`upgrades.sync`).
 5. What others did is read from a horizon, not from the highest number seen, in one snapshot and in batches; a reading that
    broke off goes on where it stopped (`pull`, `seen`). A field with a base here stays ours and keeps its base, all others
    take theirs; a row without its parents, or that cannot stand beside what is here, waits (`applying`, `clashes`). What
    follows from a handoff's trail is drawn when all of it is there, and never over what was written here and has not gone out
    (`trails`). Answered parcels take their bases along; a change made meanwhile has a base of its own: what was sent
    (`outbox`).
 6. No desk's clock decides which of two changes stays. When a shared row was changed, and by whom, is the server's word
    (`upgrades.sync`). The order of a handoff's trail, and which fact is the latest, still go by when their desks made them. How
    far the desk's clock is off is measured in each round, and said above 30 seconds (`round`, `queries.team`).
 7. Suppression wins over everything. Do-not-contact entries stay on their desk for now and no pull touches them; what was
    erased here does not come back by a merge (`store.erased`, `applying`).
 8. Each commit that wrote rows wakes the desks by NOTIFY (`upgrades.sync`); who listens hears it (`listening`).
 9. What was lost is shown to who lost it: their desk reads it with the rest (`pull`), and lists it (`queries.team`).

On a database of an older shape (`shape`) a desk goes on syncing by field; without parcels counted, history and lost values,
until `team upgrade` was run. Older desks on a newer database go on as they were.
"""
