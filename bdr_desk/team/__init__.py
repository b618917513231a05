"""What is shared: the team's PostgreSQL database: provisioning, members, sync, claims.

The rules of sync, and who carries each out:

 1. A desk has a key, and what leaves it goes in parcels numbered 1, 2, 3 ... A parcel is made in one local transaction: entries
    leave the outbox and their rows stand in it to the letter, until the team has answered (`outbox`). Parcels are sent in
    order; the shared table `desk` takes the number of the last in the transaction of its rows, so a parcel sent again changes
    nothing (`push`, `upgrades.sync`). A copy of a store, or a backup put back, notices and takes a new key.
 2. A change and its outbox entry are one local transaction. Of a row people edit, what its fields were before the first change
    that the team has not answered is kept beside it: its base (`store.writing`, `store.bases`).
 3. A new row is added unless its key is there. Calls, facts, trails and other logged rows only grow (`push`). Whose row it is
    the database knows by the login (`sent_by`); it takes no row in another member's name (`upgrades.access`).
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
 6. No desk's clock decides anything. When a shared row was changed, and by whom, is the server's word (`upgrades.sync`); the
    order of facts, of handoffs and of a trail is that in which they reached it (`arrival`: `upgrades.parts`, `store.trails`).
    How far the desk's clock is off is measured in each round, and said above 30 seconds (`round`, `queries.team`).
 7. Suppression wins over everything. Who may not be contacted is shared with the whole team at once, all that was noted before
    there was one with the first round (`outbox`); only a team lead or an admin lifts it, and who was erased here stays known to
    this desk alone and does not come back by a merge (`store.erased`, `applying`).
 8. Each commit that wrote rows wakes the desks by NOTIFY (`upgrades.sync`). An open window hears it on the connection it keeps
    (`link`) and begins a round, unless the word was its own; it also begins one when something of its own waits, and each
    minute. What went wrong last is kept until a round ends well (`trouble`).
 9. What was lost is shown to who lost it: their desk reads it with the rest (`pull`), and lists it (`queries.team`).
10. Who may is decided by PostgreSQL alone, row by row: the projects a member is in, for a rep what was handed to them, and nobody
    else's (`upgrades.parts`, `upgrades.access`). What is refused to a desk goes back to what the team has, or stays on that desk,
    and is listed with what was lost; the rest of its parcel goes on (`push`, `refusals`).
11. A desk holds what it may read and needs: a BDR's what its projects share, a rep's what was handed to them, a team lead's and a
    marketer's their projects without the leads. When that changes, everything is read once more; a row that is old, and new to
    this desk because its lead was handed on, is gone back for (`reach`, `pull`).

On a database of an older shape (`shape`) a desk goes on syncing by field; without parcels counted, history and lost values,
until `team upgrade` was run. Older desks on a newer database go on as they were.
"""
