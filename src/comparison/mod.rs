//! What the rules cost, beside the ranking that they give. Nothing here funds anybody.
//!
//! - [`optimum`]: the greatest sum of score × award under the same pools, caps and reserves;
//!   [`bound_by`] says what "the same" means for a selection.
//! - [`Allocation`]: what each proposal is given, so that two ways of sharing out can be compared.
//! - [`reach`]: how far the points of one criterion can move before anybody's money changes.
//! - [`closeness`] and [`ties`]: how near each unfunded unit came, and who is equal at the line.

mod allocation;
mod closeness;
mod crossings;
mod model;
mod optimum;
mod reach;

pub use allocation::{Allocation, Change, changes};
pub use closeness::{Closeness, Decided, TieAtTheLine, closeness, ties};
pub use model::{Bound, bound_by};
pub use optimum::{Effort, Item, Model, Optimum, Room, RoomUse, optimum};
pub use reach::{End, Reach, Shift, reach, search_by_steps};
