//! Whoever is not funded while someone below is, has the stated rule that did it: every result is
//! held against the money as the awards before it leave it, with pools, caps and reserves together.

use bando::number::{Fraction, Money};
use bando::selection::{Cap, Room, Rules, Selection, Unit, UnitResult, Used, Walk, select};
use bando::value::{Leftovers, Limit};
use proptest::prelude::*;

use super::properties::cases;

proptest! {
    #[test]
    fn every_result_follows_from_the_awards_before_it((candidates, rules) in cases(10)) {
        if let Ok(selection) = select(&candidates, &rules) {
            for course in courses(&rules) {
                check_walk(&selection, &rules, &course)?;
            }
        }
    }

    #[test]
    fn whoever_is_passed_by_someone_below_has_the_rule_that_did_it(
        (candidates, rules) in cases(10),
    ) {
        let Ok(selection) = select(&candidates, &rules) else { return Ok(()); };
        for course in courses(&rules) {
            for (place, unit) in selection.units.iter().enumerate() {
                let refused = told(unit, course.walk).filter(|it| !is_given(it));
                let Some(refused) = refused else { continue; };
                for below in &selection.units[place + 1..] {
                    let given = told(below, course.walk).filter(|it| is_given(it));
                    if let Some(given) = given {
                        check_passed((unit, refused), (below, given), &course)?;
                    }
                }
            }
        }
    }
}

/// A walk, as the rules have it.
struct Course {
    walk: Walk,
    by_pool: bool,
    limit: Limit,
}

fn courses(rules: &Rules) -> Vec<Course> {
    let leftovers = rules.pools.as_ref().map(|it| it.leftovers);
    let mut walks = vec![(Walk::First, leftovers.is_some())];
    if leftovers == Some(Leftovers::OneRanking) {
        walks.push((Walk::Leftovers, false));
    }
    if rules.reserves.iter().any(|it| it.released) {
        walks.push((Walk::Released, leftovers == Some(Leftovers::Unspent)));
    }
    let last = walks.len() - 1;
    let walks = walks.into_iter().enumerate();
    walks
        .map(|(place, (walk, by_pool))| Course {
            walk,
            by_pool,
            limit: match rules.limit {
                Limit::Give { .. } if place < last => Limit::Stop,
                limit => limit,
            },
        })
        .collect()
}

fn is_given(result: &UnitResult) -> bool {
    matches!(
        result,
        UnitResult::Funded { .. } | UnitResult::FundedInPart { .. }
    )
}

/// Returns what a unit was told in a walk.
fn told(unit: &Unit, in_walk: Walk) -> Option<&UnitResult> {
    let mut results = unit.earlier.iter().chain([&unit.result]);
    results.find(|result| match result {
        UnitResult::Funded { walk, .. }
        | UnitResult::FundedInPart { walk, .. }
        | UnitResult::Short { walk, .. }
        | UnitResult::Capped { walk, .. }
        | UnitResult::AfterTheEnd { walk, .. } => *walk == in_walk,
        _ => false,
    })
}

/// The money before a unit is tried, added up from the awards.
struct Before<'a> {
    selection: &'a Selection,
    rules: &'a Rules,
    course: &'a Course,
    /// How many units were tried before it in this walk.
    place: usize,
}

impl Before<'_> {
    /// Returns what was given before: the unit, cents, pool, reserve, caps.
    fn sum(&self, counts: impl Fn(&Unit, usize, Option<&String>, Option<usize>) -> bool) -> i64 {
        let units = self.selection.units.iter().enumerate();
        let mut sum = 0;
        for (place, unit) in units {
            for (at, member) in unit.members.iter().enumerate() {
                for grant in &member.grants {
                    let is_before = grant.walk < self.course.walk
                        || grant.walk == self.course.walk && place < self.place;
                    if is_before && counts(unit, at, grant.pool.as_ref(), grant.reserve) {
                        sum += grant.amount.cents();
                    }
                }
            }
        }
        sum
    }

    fn left(&self) -> i64 {
        self.rules.envelope.unwrap().cents() - self.sum(|_, _, _, _| true)
    }

    fn unmet(&self, reserve: usize) -> i64 {
        let rule = self.rules.reserves[reserve];
        if self.course.walk == Walk::Released && rule.released {
            return 0;
        }
        let counted = self.sum(|_, _, _, counted| counted == Some(reserve));
        (rule.amount.cents() - counted).max(0)
    }

    fn pool(&self, unit: &Unit) -> Option<i64> {
        let pool = unit.pool.as_ref().filter(|_| self.course.by_pool)?;
        let share = self.rules.pools.as_ref()?.shares.get(pool)?.cents();
        Some(share - self.sum(|_, _, drawn, _| drawn == Some(pool)))
    }

    /// Returns the room of a unit that counts in a reserve.
    fn room(&self, unit: &Unit, counts_in: Option<usize>) -> Room {
        let others = (0..self.rules.reserves.len()).filter(|it| Some(*it) != counts_in);
        let held: i64 = others.map(|it| self.unmet(it)).sum();
        let free = self.left() - held;
        let pool = self.pool(unit);
        Room {
            left: Money::from_cents(pool.map_or(free, |pool| pool.min(free)).max(0)),
            pool: pool.map(Money::from_cents),
            money: Money::from_cents(self.left()),
            held: Money::from_cents(held),
        }
    }

    /// Returns the reserve in which a unit would count now; `open` where nobody closed its pool.
    fn counts_in(&self, unit: &Unit, open: bool) -> Option<usize> {
        let reserve = unit.reserve?;
        if !self.rules.reserves[reserve].in_addition {
            return Some(reserve);
        }
        let [of_all, as_member] =
            [None, Some(reserve)].map(|it| self.amount(unit, self.room(unit, it).left));
        let on_merit = open && of_all > Money::ZERO && of_all == as_member;
        (!on_merit && self.unmet(reserve) > 0).then_some(reserve)
    }

    /// Returns what a unit is given where there is so much room.
    fn amount(&self, unit: &Unit, room: Money) -> Money {
        if unit.full <= room {
            unit.full
        } else if gives(self.course.limit, room, unit) {
            room
        } else {
            Money::ZERO
        }
    }

    /// Returns what a cap has taken in for a key, and what a unit would add.
    fn taken(&self, unit: &Unit, cap: usize, key: &str) -> (Used, Used, bool) {
        let counts = |unit: &Unit, at: usize| unit.members[at].caps[cap].as_deref() == Some(key);
        let adding = unit.members.iter().enumerate();
        let adding = adding.filter(|(at, it)| counts(unit, *at) && it.full > Money::ZERO);
        let adds: Vec<i64> = adding.map(|(_, it)| it.full.cents()).collect();
        match self.rules.caps[cap] {
            Cap::Money(most) => {
                let used = self.sum(|unit, at, _, _| counts(unit, at));
                let added: i64 = adds.iter().sum();
                let is_over = !adds.is_empty() && used + added > most.cents();
                let money = |cents| Used::Money(Money::from_cents(cents));
                (money(used), money(added), is_over)
            }
            Cap::Proposals(most) => {
                let units = self.selection.units.iter();
                let members =
                    units.flat_map(|unit| (0..unit.members.len()).map(move |it| (unit, it)));
                let funded = members.filter(|(unit, at)| {
                    counts(unit, *at)
                        && self.sum(|other, it, _, _| other.id == unit.id && it == *at) > 0
                });
                let used = u32::try_from(funded.count()).unwrap();
                let added = u32::try_from(adds.len()).unwrap();
                let is_over = added > 0 && used + added > most;
                (Used::Proposals(used), Used::Proposals(added), is_over)
            }
        }
    }

    fn is_capped(&self, unit: &Unit) -> bool {
        (0..self.rules.caps.len()).any(|cap| {
            let mut keys = unit.members.iter().filter_map(|it| it.caps[cap].as_deref());
            keys.any(|key| self.taken(unit, cap, key).2)
        })
    }
}

fn check_walk(selection: &Selection, rules: &Rules, course: &Course) -> Result<(), TestCaseError> {
    // Who closed which pool, and to which reserve it belongs.
    let mut closers: Vec<&Unit> = Vec::new();
    for (place, unit) in selection.units.iter().enumerate() {
        let before = Before {
            selection,
            rules,
            course,
            place,
        };
        let had = unit.members.iter().flat_map(|member| &member.grants);
        let has_some = had.into_iter().any(|grant| grant.walk < course.walk);
        let may_draw = !course.by_pool || before.pool(unit).is_some();
        let told = told(unit, course.walk);
        prop_assert_eq!(
            told.is_some(),
            unit.full > Money::ZERO && !has_some && may_draw
        );
        let Some(told) = told else { continue };
        let part = |it: &Unit| it.pool.clone().filter(|_| course.by_pool);
        let closing: Vec<&&Unit> = closers.iter().filter(|it| part(it) == part(unit)).collect();
        let open = closing.is_empty();
        let as_member = unit.reserve.is_some_and(|reserve| {
            before.unmet(reserve) > 0 && closing.iter().all(|it| it.reserve != Some(reserve))
        });
        let is_tried = open || as_member;
        let counts_in = before.counts_in(unit, open || !is_tried);
        let actual = before.room(unit, counts_in);
        let refused = || (!before.is_capped(unit), is_tried);
        match told {
            UnitResult::Funded { room, reserve, .. } => {
                prop_assert_eq!((room, reserve), (&actual, &counts_in));
                prop_assert_eq!(refused(), (true, true));
                prop_assert!(unit.full <= actual.left);
            }
            UnitResult::FundedInPart { room, reserve, .. } => {
                prop_assert_eq!((room, reserve), (&actual, &counts_in));
                prop_assert_eq!(refused(), (true, true));
                prop_assert!(unit.full > actual.left && gives(course.limit, actual.left, unit));
                closers.push(unit);
            }
            UnitResult::Short {
                room,
                short,
                closes,
                ..
            } => {
                prop_assert_eq!(room, &actual);
                prop_assert_eq!(refused(), (true, true));
                prop_assert_eq!(actual.left.add(*short), Some(unit.full));
                prop_assert!(*short > Money::ZERO && !gives(course.limit, actual.left, unit));
                let passes = matches!(
                    course.limit,
                    Limit::PassOver
                        | Limit::Give {
                            then_pass_over: true,
                            ..
                        }
                );
                prop_assert_eq!(*closes, !passes);
                if *closes {
                    closers.push(unit);
                }
            }
            UnitResult::Capped {
                cap,
                key,
                used,
                adds,
                ..
            } => {
                prop_assert!(is_tried);
                let actual = before.taken(unit, *cap, key);
                prop_assert_eq!(actual, (*used, *adds, true));
            }
            UnitResult::AfterTheEnd {
                ended_by,
                room,
                short,
                ..
            } => {
                prop_assert!(!is_tried);
                prop_assert_eq!(Some(ended_by), closing.first().map(|it| &it.id));
                prop_assert_eq!(room, &actual);
                let missing = unit.full.sub(actual.left).unwrap();
                prop_assert_eq!(*short, Some(missing).filter(|it| *it > Money::ZERO));
            }
            other => prop_assert!(false, "{:?}", other),
        }
    }
    Ok(())
}

/// Tells whether a part is given where there is so much.
fn gives(limit: Limit, room: Money, unit: &Unit) -> bool {
    let Limit::Give { at_least, .. } = limit else {
        return false;
    };
    let share = Fraction::new(room.cents().into(), unit.full.cents().into()).unwrap();
    room > Money::ZERO && at_least.is_none_or(|least| share >= least)
}

/// Someone below may be given money only by the rule that the one above is told.
fn check_passed(
    (unit, refused): (&Unit, &UnitResult),
    (below, given): (&Unit, &UnitResult),
    course: &Course,
) -> Result<(), TestCaseError> {
    let reserve = match given {
        UnitResult::Funded { reserve, .. } | UnitResult::FundedInPart { reserve, .. } => *reserve,
        _ => None,
    };
    let is_elsewhere = course.by_pool && unit.pool != below.pool;
    let is_reserved = below.reserve.is_some() && below.reserve != unit.reserve;
    let is_right = match refused {
        // Its cap is exceeded, whoever is below.
        UnitResult::Capped { .. } => true,
        UnitResult::Short { closes: true, .. } | UnitResult::AfterTheEnd { .. } => {
            is_elsewhere || is_reserved && reserve == below.reserve
        }
        UnitResult::Short { .. } => {
            let asks_less = below.full < unit.full;
            let in_part = matches!(given, UnitResult::FundedInPart { .. });
            is_elsewhere || is_reserved || asks_less || in_part
        }
        _ => false,
    };
    prop_assert!(
        is_right,
        "{} passes {}, which is told {:?}",
        below.id,
        unit.id,
        refused
    );
    Ok(())
}
