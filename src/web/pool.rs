//! Work for the processors, bounded: what cannot be begun soon is turned away at once.

use std::sync::Arc;

use tokio::sync::Semaphore;

/// Work for the processors.
#[derive(Debug)]
pub(super) struct Pool {
    /// One for each request that is worked on or waits.
    places: Arc<Semaphore>,
    /// One for each request that is worked on.
    workers: Arc<Semaphore>,
}

/// Why work was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotDone {
    /// Too much waits already.
    Busy,
    /// It panicked: a fault of the program.
    Panicked,
}

impl Pool {
    /// Returns a pool that works on `working` requests at once (0: as many as there are
    /// processors) while `waiting` more wait.
    pub(super) fn new(working: usize, waiting: usize) -> Self {
        let processors = || std::thread::available_parallelism().map_or(2, usize::from);
        let working = match working {
            0 => processors(),
            working => working,
        };
        Self {
            places: Arc::new(Semaphore::new(working.saturating_add(waiting))),
            workers: Arc::new(Semaphore::new(working)),
        }
    }

    /// Does `work` here and now, if it may be begun at once and takes but little; nothing where it
    /// cannot be begun, or turns out to take long.
    pub(super) fn at_once<T>(&self, work: impl FnOnce() -> Option<T>) -> Option<T> {
        let _place = self.places.try_acquire().ok()?;
        let _worker = self.workers.try_acquire().ok()?;
        work()
    }

    /// Does `work` on a thread of its own.
    ///
    /// Whoever gives up waiting does not end it: its place is free only once it is done.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, NotDone> {
        let place = Arc::clone(&self.places);
        let place = place.try_acquire_owned().map_err(|_| NotDone::Busy)?;
        let worker = Arc::clone(&self.workers).acquire_owned().await;
        let done = tokio::task::spawn_blocking(move || {
            let _held = (place, worker);
            work()
        });
        done.await.map_err(|_| NotDone::Panicked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_little_is_done_at_once_where_a_worker_is_free() {
        let pool = Pool::new(1, 1);
        let inside = pool.at_once(|| Some(pool.at_once(|| Some(1))));
        assert_eq!(inside, Some(None));
        assert_eq!(pool.at_once(|| None::<u8>), None);
        assert_eq!(pool.at_once(|| Some(2)), Some(2));
    }

    #[tokio::test]
    async fn what_cannot_wait_is_turned_away_and_a_panic_stays_its_own() {
        let pool = Arc::new(Pool::new(1, 1));
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let first = tokio::spawn({
            let pool = Arc::clone(&pool);
            async move { pool.run(move || wait.recv().is_ok()).await }
        });
        tokio::task::yield_now().await;
        let second = tokio::spawn({
            let pool = Arc::clone(&pool);
            async move { pool.run(|| panic!("on purpose")).await }
        });
        tokio::task::yield_now().await;
        assert_eq!(pool.run(|| 3).await, Err(NotDone::Busy));
        go.send(()).unwrap();
        assert_eq!(first.await.unwrap(), Ok(true));
        assert_eq!(second.await.unwrap(), Err::<(), _>(NotDone::Panicked));
        assert_eq!(pool.run(|| 4).await, Ok(4));
    }
}
