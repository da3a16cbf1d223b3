//! Who is ranked, who is below a threshold, who is still open.

use bando::assessment::{Admission, Stage};
use bando::call::{
    Aggregate, Call, Citation, ExprKind, Method, OverAdmitted, OverAdmittedId, Panel, Type,
};
use bando::diagnostic::Code;
use bando::engine::{self, Outcome, OutcomeKind, ProposalOutcome};
use bando::facts::{Proposal, Received};
use bando::number::Money;
use bando::scoring::Marks;
use bando::text::Language;
use bando::value::{AuthorityKind, Comparison, CountWord, Limit, Value};

use super::build::*;

/// One marked criterion of 60 points with a minimum of 36, and computed points up to 40, from a
/// fact; a threshold of 50. One requirement, and an award that is a fact.
pub(super) fn call() -> Call {
    let mut grid = grid();
    grid.threshold = Some(threshold("idoneita", "50"));
    add(&mut grid, "", "A", "60", marked(Panel::Mean)).minimum = Some(threshold("minimo", "36"));
    let mut call = call_with(grid);
    let extra = add_fact(&mut call, "extra", Type::Integer, None);
    let requested = add_fact(&mut call, "requested", Type::Money, None);
    let good = add_fact(&mut call, "good", Type::YesNo, None);
    add(call.grid.as_mut().unwrap(), "", "B", "40", formula(extra));
    add_requirement(&mut call, "good", good);
    ranked_by_score(&mut call, 10_000, requested, Limit::Stop);
    call
}

/// A proposal with these points, marked by two evaluators.
struct Given {
    id: &'static str,
    marks: &'static str,
    extra: i128,
    euro: i128,
}

const fn given(id: &'static str, marks: &'static str, extra: i128, euro: i128) -> Given {
    Given {
        id,
        marks,
        extra,
        euro,
    }
}

fn round(call: &Call, all: &[Given]) -> (Received, Marks) {
    let mut marks = marks(call.grid.as_ref().unwrap(), "x y", &[]);
    let proposals = all.iter().map(|it| {
        for (evaluator, word) in ["x", "y"].into_iter().zip(it.marks.split(' ')) {
            if word != "-" {
                mark(
                    &mut marks,
                    call.grid.as_ref().unwrap(),
                    it.id,
                    "A",
                    evaluator,
                    word,
                );
            }
        }
        let facts = [whole(it.extra), whole(it.euro), Value::YesNo(true)];
        proposal(it.id, facts.map(Some).into())
    });
    let received = Received {
        proposals: proposals.collect(),
        ..Received::default()
    };
    (received, marks)
}

fn ranked(call: &Call, all: &[Given]) -> Outcome {
    let (received, marks) = round(call, all);
    engine::rank(call, received, &marks, None, Stage::First).expect("no tie")
}

fn trouble(call: &Call, all: &[Given]) -> Code {
    let (received, marks) = round(call, all);
    engine::rank(call, received, &marks, None, Stage::First)
        .expect_err("no ranking")
        .code
}

pub(super) fn of<'o>(outcome: &'o Outcome, id: &str) -> &'o ProposalOutcome {
    let mut proposals = outcome.proposals.iter();
    proposals.find(|it| it.id == id).expect("the proposal")
}

fn reasons(outcome: &Outcome, id: &str) -> Vec<(String, String, String)> {
    let reasons = of(outcome, id).reasons.iter();
    reasons
        .map(|it| {
            let words = |language| it.message.get(language).to_owned();
            (
                it.code.clone(),
                words(Language::Italian),
                words(Language::English),
            )
        })
        .collect()
}

#[test]
fn those_that_reach_every_threshold_are_ranked_by_score() {
    let all = [
        given("a", "6 6", 20, 10),
        given("b", "10 8", 6, 20),
        given("c", "6 6", 14, 30),
    ];
    let outcome = ranked(&call(), &all);
    let ranks = outcome.proposals.iter().map(|it| (it.rank, it.outcome));
    let expected = [2, 1, 3].map(|rank| (Some(rank), OutcomeKind::Funded));
    assert_eq!(ranks.collect::<Vec<_>>(), expected);
    assert!(outcome.provisional.is_empty());
    let scores: Vec<_> = outcome
        .scores
        .iter()
        .flatten()
        .map(|it| it.total.clone())
        .collect();
    assert_eq!(scores, ["56", "60", "50"].map(known_points));
}

#[test]
fn those_below_a_threshold_are_admitted_and_not_ranked() {
    let mut call = call();
    call.authorities.push(bando::call::Authority {
        name: "avviso".to_owned(),
        kind: AuthorityKind::Source,
        text: bando::text::Text::italian("Avviso"),
        urn: None,
    });
    let cite = |place: &str| Citation {
        authority: bando::call::AuthorityId(0),
        place: Some(place.to_owned()),
    };
    let grid = call.grid.as_mut().unwrap();
    grid.citations.push(cite("art. 9"));
    grid.criteria[0].citations.push(cite("art. 10"));
    let outcome = ranked(
        &call,
        &[given("a", "5 6", 7, 10), given("b", "6 6", 14, 10)],
    );
    let below = of(&outcome, "a");
    assert_eq!(below.outcome, OutcomeKind::BelowThreshold);
    assert_eq!(below.admission, Admission::Admitted);
    assert_eq!((below.rank, below.award), (None, Money::ZERO));
    assert_eq!(
        reasons(&outcome, "a"),
        [
            (
                "idoneita".to_owned(),
                "Soglia idoneita: punti 40, richiesti almeno 50: mancano 10".to_owned(),
                "Threshold idoneita: points 40, required at least 50: short by 10".to_owned(),
            ),
            (
                "minimo".to_owned(),
                "Soglia minimo: punti 33, richiesti almeno 36: mancano 3".to_owned(),
                "Threshold minimo: points 33, required at least 36: short by 3".to_owned(),
            )
        ]
    );
    let cited = below
        .reasons
        .iter()
        .map(|it| it.citations[0].get(Language::Italian));
    assert_eq!(
        cited.collect::<Vec<_>>(),
        ["Avviso, art. 9", "Avviso, art. 10"]
    );
    assert_eq!(outcome.count(CountWord::BelowThreshold), 1);
    assert_eq!(outcome.count(CountWord::Admitted), 2);
    assert!(outcome.provisional.is_empty());
}

#[test]
fn a_missing_mark_keeps_a_proposal_out_and_the_ranking_provisional() {
    let outcome = ranked(
        &call(),
        &[given("a", "8 -", 40, 10), given("b", "6 6", 14, 10)],
    );
    let open = of(&outcome, "a");
    assert_eq!(open.outcome, OutcomeKind::NotScored);
    assert_eq!(open.admission, Admission::Admitted);
    assert_eq!(open.rank, None);
    assert_eq!(
        reasons(&outcome, "a"),
        [(
            "score".to_owned(),
            "ammessa, ma il punteggio non c'è ancora: manca: `A (y)`".to_owned(),
            "admitted, but it has no score yet: missing: `A (y)`".to_owned(),
        )]
    );
    assert_eq!(
        outcome.provisional[0].get(Language::Italian),
        "una proposta ammessa non ha ancora tutti i punti"
    );
    assert_eq!(of(&outcome, "b").rank, Some(1));
    assert_eq!(outcome.count(CountWord::NotScored), 1);
}

#[test]
fn who_can_no_longer_reach_a_minimum_is_below_it_before_every_mark_is_in() {
    let outcome = ranked(&call(), &[given("a", "1 -", 40, 10)]);
    assert_eq!(of(&outcome, "a").outcome, OutcomeKind::BelowThreshold);
    assert_eq!(
        reasons(&outcome, "a")[0].1,
        "Soglia minimo: punti al più 33, qualunque sia il resto, richiesti almeno 36: mancano almeno 3"
    );
    assert!(outcome.provisional.is_empty());
}

#[test]
fn points_out_of_their_bounds_are_not_ranked_silently() {
    let outcome = ranked(&call(), &[given("a", "8 -", 41, 10)]);
    assert_eq!(of(&outcome, "a").outcome, OutcomeKind::NotScored);
    assert_eq!(
        reasons(&outcome, "a")[0].1,
        "ammessa, ma il punteggio non c'è ancora: manca: `A (y)`; per `B` un calcolo non ha risultato (i punti sono meno di 0 o più del massimo)"
    );
}

#[test]
fn who_is_not_admitted_has_points_only_where_the_call_says_so() {
    for everyone in [false, true] {
        let mut call = call();
        call.grid.as_mut().unwrap().everyone = everyone;
        let (mut received, marks) =
            round(&call, &[given("a", "1 1", 0, 10), given("b", "9 9", 9, 9)]);
        received.proposals[0].facts[2] = Some(Value::YesNo(false));
        received.proposals[1].facts[2] = None;
        let outcome = engine::rank(&call, received, &marks, None, Stage::First).unwrap();
        let kinds = outcome
            .proposals
            .iter()
            .map(|it| (it.outcome, it.reasons.len()));
        let expected = [
            (OutcomeKind::NotAdmitted, 1),
            (OutcomeKind::ToBeCompleted, 1),
        ];
        assert_eq!(kinds.collect::<Vec<_>>(), expected, "{everyone}");
        let scored: Vec<_> = outcome.scores.iter().map(Option::is_some).collect();
        assert_eq!(scored, [everyone; 2]);
    }
}

/// A call that gives 40 points to who asks no more than the median of the admitted.
pub(super) fn relative_call() -> Call {
    let mut call = call();
    let requested = expr(ExprKind::Fact(bando::call::FactId(1)), Type::Money);
    call.over_admitted.push(OverAdmitted {
        aggregate: Aggregate::Median,
        value: Some(requested.clone()),
        condition: None,
        ty: Type::Money,
        span: SPAN,
    });
    let median = expr(ExprKind::OverAdmitted(OverAdmittedId(0)), Type::Money);
    let cheap = compare(Comparison::LessOrEqual, requested, median);
    let value = expr(
        ExprKind::FirstOf(vec![
            bando::call::Case {
                condition: cheap,
                value: number(40),
            },
            bando::call::Case {
                condition: yes_no(true),
                value: number(0),
            },
        ]),
        Type::Integer,
    );
    call.grid.as_mut().unwrap().criteria[1].method = Method::Formula(value);
    call
}

#[test]
fn points_may_rest_on_all_who_are_admitted() {
    let all = [
        given("a", "9 9", 0, 10),
        given("b", "8 8", 0, 20),
        given("c", "10 10", 0, 30),
    ];
    let call = relative_call();
    let outcome = ranked(&call, &all);
    let totals = |outcome: &Outcome| -> Vec<_> {
        let scores = outcome.scores.iter().flatten();
        scores.map(|it| it.total.clone()).collect()
    };
    assert_eq!(totals(&outcome), ["94", "88", "60"].map(known_points));
    assert_eq!(outcome.frozen.over_admitted, [known_points("20")]);
    // One who is not admitted is not looked at; with reservation or not makes no difference.
    let (mut received, marks) = round(&call, &all);
    received.proposals[0].facts[2] = Some(Value::YesNo(false));
    let without = engine::rank(&call, received, &marks, None, Stage::First).unwrap();
    assert_eq!(totals(&without), ["88", "60"].map(known_points));
    assert_eq!(without.frozen.over_admitted, [known_points("25")]);
}

#[test]
fn in_the_pre_check_nobody_knows_the_admitted() {
    let call = relative_call();
    let (received, marks) = round(&call, &[given("a", "9 9", 0, 10)]);
    let outcome = engine::rank(&call, received, &marks, None, Stage::PreCheck).unwrap();
    assert_eq!(of(&outcome, "a").outcome, OutcomeKind::NotScored);
    assert!(reasons(&outcome, "a")[0].1.contains("`admitted proposals`"));
}

#[test]
fn keys_and_award_may_read_the_points() {
    let mut call = call();
    let grid = call.grid.clone().unwrap();
    let ranking = call.ranking.as_mut().unwrap();
    ranking.order_by[0].value = points_of(&grid, "A");
    let all = [given("a", "6 7", 20, 10), given("b", "7 7", 9, 10)];
    let envelope = call.envelope.as_mut().unwrap();
    envelope.award = whole_score();
    let outcome = ranked(&call, &all);
    let found: Vec<_> = outcome
        .proposals
        .iter()
        .map(|it| (it.rank, it.award.cents()))
        .collect();
    // The better of the two by A has the lower score, and asks it in euro.
    assert_eq!(found, [(Some(2), 0), (Some(1), 5100)]);
}

#[test]
fn equal_scores_at_the_line_are_a_tie_that_the_rules_leave_open() {
    let level = [given("a", "8 8", 2, 60), given("b", "6 10", 2, 60)];
    assert_eq!(trouble(&call(), &level), Code::UnresolvedTie);
    // Where both fit, or neither, nobody is treated otherwise.
    let both = [given("a", "8 8", 2, 50), given("b", "6 10", 2, 50)];
    let outcome = ranked(&call(), &both);
    assert_eq!(outcome.count(CountWord::Funded), 2);
    assert_eq!(of(&outcome, "b").rank, Some(1));
    let neither = [given("a", "8 8", 2, 101), given("b", "6 10", 2, 101)];
    assert_eq!(ranked(&call(), &neither).count(CountWord::Waiting), 2);
    // Tied only before rounding is not tied, tied only after it is.
    let near = [given("a", "8 8", 2, 60), given("b", "8 8.1", 2, 60)];
    assert_eq!(ranked(&call(), &near).count(CountWord::Funded), 1);
    let mut rounded = call();
    rounded.grid.as_mut().unwrap().rounding = Some(half_up(0));
    assert_eq!(trouble(&rounded, &near), Code::UnresolvedTie);
}

#[test]
fn an_award_of_nought_and_one_above_the_envelope_are_not_funded() {
    let all = [
        given("a", "9 9", 9, 0),
        given("b", "8 8", 9, 101),
        given("c", "7 7", 9, 1),
    ];
    let mut call = call();
    let outcome = ranked(&call, &all);
    assert_eq!(outcome.count(CountWord::Waiting), 3);
    assert_eq!(outcome.count(CountWord::Ranked), 3);
    let envelope = call.envelope.as_mut().unwrap();
    envelope.limit = Limit::PassOver;
    let outcome = ranked(&call, &all);
    assert_eq!(of(&outcome, "c").outcome, OutcomeKind::Funded);
    assert_eq!(
        outcome.selection.as_ref().unwrap().spent,
        Money::from_cents(100)
    );
}

#[test]
fn a_call_without_a_ranking_still_tells_who_is_below() {
    let mut call = call();
    (call.ranking, call.envelope) = (None, None);
    let all = [
        given("a", "1 1", 0, 0),
        given("b", "9 9", 0, 0),
        given("c", "- 6", 20, 0),
    ];
    let outcome = ranked(&call, &all);
    let kinds: Vec<_> = outcome.proposals.iter().map(|it| it.outcome).collect();
    let expected = [
        OutcomeKind::BelowThreshold,
        OutcomeKind::Admitted,
        OutcomeKind::NotScored,
    ];
    assert_eq!(kinds, expected);
}

/// Returns proposals and marks for other tests of this call.
pub(super) fn three(call: &Call) -> (Vec<Proposal>, Marks) {
    let all = [
        given("a", "9 9", 0, 10),
        given("b", "8 8", 0, 20),
        given("c", "10 10", 0, 30),
    ];
    let (received, marks) = round(call, &all);
    (received.proposals, marks)
}

#[test]
fn the_order_in_which_proposals_come_means_nothing() {
    let call = relative_call();
    let all = [
        given("a", "9 9", 0, 10),
        given("b", "8 8", 0, 20),
        given("c", "10 10", 0, 30),
    ];
    let (received, marks) = round(&call, &all);
    let facts_of = |outcome: &Outcome| -> Vec<_> {
        let proposals = outcome.proposals.iter().zip(&outcome.scores);
        let mut facts: Vec<_> = proposals
            .map(|(it, score)| (it.clone(), score.clone()))
            .collect();
        facts.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        facts
    };
    let ranked = |turned: usize| {
        let mut received = received.clone();
        received.proposals.rotate_left(turned);
        let outcome = engine::rank(&call, received, &marks, None, Stage::First).expect("no tie");
        (facts_of(&outcome), outcome.frozen, outcome.selection)
    };
    for turned in 1..3 {
        assert_eq!(ranked(turned), ranked(0));
    }
}
