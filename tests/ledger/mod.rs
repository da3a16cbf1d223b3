//! The ledger of a programme against a naive one, and what it refuses.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bando::number::Money;
use bando::programme::ledger::{Account, Ledger, Movement, MovementKind, Refused, read_ledger};
use bando::programme::{self, LineId, Programme};
use bando::source::FileId;
use bando::syntax::parse;
use bando::text::Language;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::support::{cases, text};

/// The movements of one random ledger: 50 ledgers make the ten thousand that every run tries.
const MOVEMENTS: usize = 200;

fn read(text: &str) -> Programme {
    let parsed = parse(text, FileId(0));
    let checked = programme::check(&parsed.tree.expect("a tree"));
    checked
        .programme
        .unwrap_or_else(|| panic!("{:#?}", checked.diagnostics))
}

fn demo() -> Programme {
    read(&text("tests/ledger/programme.bando"))
}

fn cents(amount: i64) -> Money {
    Money::from_cents(amount)
}

/// A movement as a test draws it: which earlier movement it is about is drawn as a number.
#[derive(Clone, Debug)]
struct Drawn {
    kind: MovementKind,
    days: i32,
    line: usize,
    amount: i64,
    of: usize,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let kind = prop_oneof![
        4 => Just(MovementKind::Commitment),
        4 => Just(MovementKind::Payment),
        2 => Just(MovementKind::Decommitment),
        2 => Just(MovementKind::Reversal),
    ];
    // Some days go backwards, some amounts are nothing, some references lead nowhere.
    (kind, -1_i32..12, 0_usize..3, -1_i64..60_000, 0_usize..12).prop_map(
        |(kind, days, line, amount, of)| Drawn {
            kind,
            days,
            line,
            amount,
            of,
        },
    )
}

/// Every movement taken so far, and nothing else: sums are made anew each time.
#[derive(Default)]
struct Naive {
    taken: Vec<Movement>,
}

impl Naive {
    fn index(&self, id: Option<&String>) -> Option<usize> {
        let id = id?;
        self.taken.iter().position(|it| it.id == *id)
    }

    fn is_reversed(&self, index: usize) -> bool {
        let id = &self.taken[index].id;
        let reversal = |it: &&Movement| it.kind == MovementKind::Reversal;
        let mut reversals = self.taken.iter().filter(reversal);
        reversals.any(|it| it.of.as_ref() == Some(id))
    }

    fn sum(&self, kind: MovementKind, of: usize) -> i64 {
        let id = &self.taken[of].id;
        let of_it = self.taken.iter().enumerate();
        let of_it = of_it.filter(|(_, it)| it.kind == kind && it.of.as_ref() == Some(id));
        let counted = of_it.filter(|(index, _)| !self.is_reversed(*index));
        counted.map(|(_, it)| it.amount.unwrap().cents()).sum()
    }

    /// What a commitment still owes.
    fn open(&self, of: usize) -> i64 {
        let whole = if self.is_reversed(of) {
            0
        } else {
            self.taken[of].amount.unwrap().cents()
        };
        whole - self.sum(MovementKind::Payment, of) - self.sum(MovementKind::Decommitment, of)
    }

    fn committed(&self, line: usize) -> i64 {
        let all = self.taken.iter().enumerate();
        let of_line = all
            .filter(|(_, it)| it.kind == MovementKind::Commitment && it.line == Some(LineId(line)));
        of_line
            .map(|(index, _)| self.open(index) + self.sum(MovementKind::Payment, index))
            .sum()
    }

    fn paid(&self, line: usize) -> i64 {
        let all = self.taken.iter().enumerate();
        let of_line = all
            .filter(|(_, it)| it.kind == MovementKind::Commitment && it.line == Some(LineId(line)));
        of_line
            .map(|(index, _)| self.sum(MovementKind::Payment, index))
            .sum()
    }

    fn allows(&self, programme: &Programme, movement: &Movement) -> bool {
        if self.taken.last().is_some_and(|it| movement.date < it.date)
            || movement.amount.is_some_and(|it| it.cents() <= 0)
        {
            return false;
        }
        let amount = movement.amount.map_or(0, Money::cents);
        let of = self.index(movement.of.as_ref());
        let is_commitment = |of: usize| self.taken[of].kind == MovementKind::Commitment;
        match movement.kind {
            MovementKind::Commitment => {
                let Some(LineId(line)) = movement.line else {
                    return false;
                };
                let moment = programme.on(movement.date).unwrap();
                let held = programme.allocation(LineId(line), moment).unwrap().cents();
                amount > 0 && self.committed(line) + amount <= held
            }
            MovementKind::Payment | MovementKind::Decommitment => {
                amount > 0 && of.is_some_and(|of| is_commitment(of) && amount <= self.open(of))
            }
            MovementKind::Reversal => of.is_some_and(|of| {
                let undone = &self.taken[of];
                let whole = undone.amount.map_or(0, Money::cents);
                if undone.kind == MovementKind::Reversal
                    || self.is_reversed(of)
                    || movement.amount.is_some_and(|it| it.cents() != whole)
                {
                    return false;
                }
                match undone.kind {
                    MovementKind::Commitment => whole <= self.open(of),
                    MovementKind::Payment => true,
                    _ => {
                        // What was given back is committed again: it must still be free.
                        let about = self.index(undone.of.as_ref()).unwrap();
                        let LineId(line) = self.taken[about].line.unwrap();
                        let moment = programme.on(movement.date).unwrap();
                        let held = programme.allocation(LineId(line), moment).unwrap().cents();
                        self.committed(line) + whole <= held
                    }
                }
            }),
        }
    }
}

proptest! {
    #![proptest_config(cases(50))]

    /// Threat S8: debits and credits agree in every movement and in all, nothing is committed that
    /// is not there, nothing paid that is not committed.
    #[test]
    fn a_ledger_does_what_a_naive_one_does(all in prop::collection::vec(drawn(), MOVEMENTS)) {
        let programme = demo();
        let (mut ledger, mut naive) = (Ledger::default(), Naive::default());
        let mut day = date(2017, 1, 1);
        for (number, drawn) in all.into_iter().enumerate() {
            let moved = day.checked_add(jiff::Span::new().days(drawn.days)).unwrap();
            let is_commitment = drawn.kind == MovementKind::Commitment;
            // Mostly one of the latest.
            let of = number.checked_sub(drawn.of + 1).map(|it| it.to_string());
            let movement = Movement {
                id: number.to_string(),
                date: moved,
                kind: drawn.kind,
                line: is_commitment.then_some(LineId(drawn.line)),
                amount: (drawn.kind != MovementKind::Reversal).then_some(cents(drawn.amount)),
                of: if is_commitment { None } else { of },
            };
            let before: BTreeMap<Account, Money> = ledger.balances().collect();
            let allowed = naive.allows(&programme, &movement);
            match ledger.post(&programme, movement.clone()) {
                Ok(()) => {
                    prop_assert!(allowed, "taken: {movement:?}");
                    day = moved;
                    naive.taken.push(movement);
                }
                Err(Refused::ActTakesCommitted { .. }) => {
                    // From here on nothing can be entered: the programme contradicts the ledger.
                    break;
                }
                Err(refused) => prop_assert!(!allowed, "{refused:?}: {movement:?}, {before:?}"),
            }
            for posting in ledger.postings() {
                prop_assert!(posting.amount > Money::ZERO && posting.from != posting.to);
            }
            let all: i64 = ledger.balances().map(|(_, held)| held.cents()).sum();
            prop_assert_eq!(all, 0, "all accounts together hold nothing");
            for (account, held) in ledger.balances() {
                prop_assert!(held >= Money::ZERO || account == Account::Outside, "{:?}", account);
            }
            let uses = ledger.uses(None);
            for line in 0..3 {
                let of_line = uses.get(&LineId(line)).copied().unwrap_or_default();
                prop_assert_eq!(of_line.committed.cents(), naive.committed(line));
                prop_assert_eq!(of_line.paid.cents(), naive.paid(line));
                prop_assert!(of_line.paid <= of_line.committed);
            }
        }
    }
}

fn told(ledger: &str) -> String {
    let programme = demo();
    match read_ledger(&programme, "registro.csv", ledger.as_bytes()) {
        Ok(ledger) => format!("{} movements\n", ledger.len()),
        Err(errors) => {
            let lines = errors.iter().map(|it| {
                let bando::diagnostic::Place::Data(place) = &it.primary.place else {
                    panic!("a place in the data");
                };
                let hint = it.hint.as_ref().expect("a hint");
                format!(
                    "{} {place}: {} ({})\n",
                    it.code,
                    it.message.get(Language::Italian),
                    hint.get(Language::Italian)
                )
            });
            lines.collect()
        }
    }
}

/// Each paragraph of `cases.txt` is a ledger without its heading and, after `=>`, what is said.
#[test]
fn ledgers_are_read_or_refused_as_recorded() {
    let path = crate::support::project("tests/ledger/cases.txt");
    let recorded = std::fs::read_to_string(&path).expect("the cases");
    let mut now = String::new();
    for case in recorded.split("\n\n").filter(|it| !it.trim().is_empty()) {
        let rows = case.split("=>").next().expect("rows").trim();
        let (comment, rows): (Vec<&str>, Vec<&str>) =
            rows.lines().partition(|row| row.starts_with('#'));
        let head = "id,data,movimento,linea,importo,di";
        let ledger = if rows[0].starts_with("id,") {
            rows.join("\n")
        } else {
            format!("{head}\n{}", rows.join("\n"))
        };
        let (comment, rows, told) = (comment.join("\n"), rows.join("\n"), told(&ledger));
        writeln!(now, "{comment}\n{rows}\n=>\n{told}").expect("written");
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &now).expect("written");
    }
    assert_eq!(now, recorded);
}

#[test]
fn an_act_cannot_take_what_is_committed() {
    let programme = demo();
    let mut ledger = Ledger::default();
    let movement = |id: &str, date: Date, amount: i64| Movement {
        id: id.to_owned(),
        date,
        kind: MovementKind::Commitment,
        line: Some(LineId(0)),
        amount: Some(cents(amount)),
        of: None,
    };
    ledger
        .post(&programme, movement("1", date(2017, 6, 1), 90_000))
        .expect("taken");
    let refused = ledger
        .allocate(&programme, programme.now())
        .expect_err("refused");
    assert!(
        matches!(refused, Refused::ActTakesCommitted { .. }),
        "{refused:?}"
    );
    let all: i64 = ledger.balances().map(|(_, held)| held.cents()).sum();
    assert_eq!(all, 0);
}

#[test]
fn a_programme_of_ten_thousand_lines_is_checked() {
    let mut text =
        "bando 1 en\nprogramme big { title \"Big\" }\nsource dgr \"DGR\"\nobjective 1 \"One\"\n"
            .to_owned();
    for n in 0..10_000 {
        writeln!(text, "body b{n} \"Body {n}\"").expect("written");
        let title = "A line with a title of its own";
        let rest = "total 1_000_000.00 EUR }";
        writeln!(
            text,
            "line l{n} \"{title}\" {{ objective 1 body b{n} {rest}"
        )
        .expect("written");
    }
    text.push_str("act a { number \"1\" date 2017-01-01 cite dgr\n");
    for n in 0..10_000 {
        writeln!(text, "  add 1_000.01 EUR to l{n}").expect("written");
    }
    text.push_str("}\n");
    let programme = read(&text);
    let held = programme.allocations(programme.now()).expect("sums");
    assert_eq!(Money::sum(held), Some(cents(1_000_010_000)));
}
