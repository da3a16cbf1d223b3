//! The calls that are served, and how they are exchanged for newer ones.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

use super::api::Frames;
use crate::call::Call;
use crate::facts::AnswersReader;
use crate::precheck::{Precheck, Reception};
use crate::source::{Sources, digest};

/// A call as it is served.
#[derive(Clone, Debug)]
pub struct ServedCall {
    /// The call.
    pub call: Arc<Call>,
    /// What its guided check needs.
    pub precheck: Precheck,
    /// Its rule file.
    pub sources: Sources,
    /// The rule file and its tables: the name of each, and the SHA-256 of its bytes.
    pub files: Vec<(String, String)>,
    /// What stands for all of them.
    pub digest: String,
    /// Reads what applicants state.
    pub(super) reader: AnswersReader,
    /// What every answer of the interface says alike.
    pub(super) frames: Frames,
}

impl ServedCall {
    /// Returns a call made of these files, each with its name and the SHA-256 of its bytes.
    pub fn new(call: Call, sources: Sources, files: Vec<(String, String)>) -> Self {
        let lines = files.iter().map(|(name, sum)| format!("{sum}  {name}\n"));
        let digest = digest(lines.collect::<String>().as_bytes());
        let call = Arc::new(call);
        Self {
            precheck: Precheck::new(Arc::clone(&call)),
            reader: AnswersReader::new(Arc::clone(&call)),
            frames: Frames::of(&call),
            call,
            sources,
            files,
            digest,
        }
    }

    /// Returns how its address calls it.
    pub fn id(&self) -> &str {
        &self.call.name
    }
}

/// The calls on the shelf.
#[derive(Debug)]
pub(super) struct Shelf {
    calls: RwLock<Arc<Calls>>,
    as_of: Option<Date>,
}

/// The calls of one moment.
#[derive(Clone, Debug)]
pub(super) struct Calls {
    by_id: BTreeMap<String, Arc<ServedCall>>,
    /// The ids, in the order in which the operator named the files.
    order: Vec<String>,
}

impl Calls {
    pub(super) fn all(&self) -> impl Iterator<Item = &Arc<ServedCall>> {
        self.order.iter().filter_map(|id| self.by_id.get(id))
    }

    pub(super) fn get(&self, id: &str) -> Option<&Arc<ServedCall>> {
        self.by_id.get(id)
    }
}

impl Shelf {
    pub(super) fn new(calls: Vec<ServedCall>, as_of: Option<Date>) -> Self {
        Self {
            calls: RwLock::new(Arc::new(Self::dated(
                calls.into_iter().map(Arc::new),
                as_of,
            ))),
            as_of,
        }
    }

    /// Puts these calls in the place of all that are there.
    pub(super) fn replace(&self, calls: Vec<ServedCall>) {
        self.put(Self::dated(calls.into_iter().map(Arc::new), self.as_of));
    }

    /// Returns the calls; dated rules count as of today.
    pub(super) fn calls(&self) -> Arc<Calls> {
        let calls = {
            let held = self.calls.read().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(&held)
        };
        let today = |it: &Arc<ServedCall>| Some(today(&it.call, self.as_of));
        if calls.all().all(|it| it.call.counting_date == today(it)) {
            return calls;
        }
        let fresh = Arc::new(Self::dated(calls.all().cloned(), self.as_of));
        let mut held = self.calls.write().unwrap_or_else(PoisonError::into_inner);
        // Rules that were read again meanwhile are newer than those that this day was made of.
        if Arc::ptr_eq(&held, &calls) {
            *held = fresh;
        }
        Arc::clone(&held)
    }

    fn put(&self, calls: Calls) -> Arc<Calls> {
        let calls = Arc::new(calls);
        let mut held = self.calls.write().unwrap_or_else(PoisonError::into_inner);
        *held = Arc::clone(&calls);
        calls
    }

    fn dated(calls: impl Iterator<Item = Arc<ServedCall>>, as_of: Option<Date>) -> Calls {
        let mut dated = Calls {
            by_id: BTreeMap::new(),
            order: Vec::new(),
        };
        for mut served in calls {
            let day = Some(today(&served.call, as_of));
            if served.call.counting_date != day {
                let mut call = Call::clone(&served.call);
                call.counting_date = day;
                let fresh = ServedCall::new(call, served.sources.clone(), served.files.clone());
                served = Arc::new(fresh);
            }
            dated.order.push(served.id().to_owned());
            dated.by_id.insert(served.id().to_owned(), served);
        }
        dated
    }
}

/// Returns the day it is where the call is.
fn today(call: &Call, as_of: Option<Date>) -> Date {
    as_of.unwrap_or_else(|| now(call, None).date())
}

/// Returns the time it is where the call is; noon of the day that was set.
fn now(call: &Call, as_of: Option<Date>) -> Zoned {
    let set = as_of.and_then(|day| day.at(12, 0, 0, 0).to_zoned(call.zone.clone()).ok());
    set.unwrap_or_else(|| Timestamp::now().to_zoned(call.zone.clone()))
}

/// Tells whether a call receives proposals now; at noon of the day that was set.
pub(super) fn reception(call: &Call, as_of: Option<Date>) -> Reception {
    Reception::of(call, now(call, as_of).timestamp())
}
