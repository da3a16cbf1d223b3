//! The money of each pool beside its share.

use bando::number::Money;
use bando::report::{lists, ranking_book, report_html};
use bando::selection::PoolMoney;
use bando::text::Language;

use super::Case;

/// Draws the small call's units on two pools, the last on none.
fn with_pools() -> Case {
    let mut case = Case::small();
    let selection = case.outcome.selection.as_mut().expect("a ranking");
    let pool = |key: &str, share, passed_on, left| PoolMoney {
        key: key.to_owned(),
        share: Money::from_cents(share),
        passed_on: Money::from_cents(passed_on),
        left: Money::from_cents(left),
    };
    selection.pools = vec![
        pool("BA <1>", 6_000_000, 2_000_000, 0),
        pool("FG", 4_000_000, 0, 999_990),
    ];
    for (unit, pool) in selection.units.iter_mut().zip(["BA <1>", "FG", "FG"]) {
        unit.pool = Some(pool.to_owned());
        for member in &mut unit.members {
            for grant in &mut member.grants {
                grant.pool = Some(pool.to_owned());
            }
        }
    }
    case
}

#[test]
fn each_pool_is_told_with_its_share_and_what_became_of_it() {
    let case = with_pools();
    let lists = lists(&case.call, &case.outcome, Language::English);
    let list = lists.iter().find(|list| list.file == "pools.csv");
    assert_eq!(
        list.expect("the list").text,
        "pool,money of the pool,ranked,funded,awarded by the pool,awarded from leftovers,passed on,left,provisional\n\
         BA <1>,60000.00,1,1,40000.00,0.00,20000.00,0.00,yes\n\
         FG,40000.00,2,1,30000.10,0.00,0.00,9999.90,yes\n\
         (none),,1,0,0.00,0.00,,,yes\n\
         (one ranking),0.00,,,,,,20000.00,yes\n"
    );
    // On the page no line ends between a number and its unit.
    let page = report_html(&case.publication(Language::English)).replace('\u{a0}', " ");
    assert!(page.contains("<h2>Money by pool</h2>"));
    assert!(page.contains("BA &lt;1&gt;: pool 60,000.00 EUR; given in all 40,000.00 EUR; FG:"));
    assert!(ranking_book(&case.publication(Language::English)).is_ok());
}

#[test]
fn the_distance_in_points_is_measured_within_the_pool() {
    let case = with_pools();
    let lists = lists(&case.call, &case.outcome, Language::English);
    let waiting = lists.iter().find(|list| list.file == "waiting.csv");
    let waiting = &waiting.expect("the list").text;
    let rows: Vec<Vec<&str>> = waiting.lines().map(|it| it.split(',').collect()).collect();
    let at = |row: usize, heading: &str| {
        let place = rows[0].iter().position(|it| *it == heading);
        rows[row][place.expect("the column")]
    };
    // P3 draws on the pool of P2; P4 on none, of which nobody is funded.
    assert_eq!(at(1, "behind the last funded of the pool"), "≈ 0.666667");
    assert_eq!(at(2, "behind the last funded of the pool"), "");
    // Of more money nobody could say to whom it would come.
    assert!(!rows[0].contains(&"money to come down here"));
}
