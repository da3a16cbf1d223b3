//! Room for the grammar's own calls, the same on every thread.

use std::thread;

/// The bytes of stack: some twenty times what the deepest text allowed needs.
const ROOM: usize = 64 << 20;

/// Does `work` with a stack of its own, so that its outcome cannot depend on the caller's.
///
/// Returns `None` where the system gives no room.
pub(super) fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    thread::scope(|scope| {
        let worker = thread::Builder::new()
            .stack_size(ROOM)
            .spawn_scoped(scope, work)
            .ok()?;
        match worker.join() {
            Ok(done) => Some(done),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
