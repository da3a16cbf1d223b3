//! The real table, to the cent and with all its flaws.

use std::collections::BTreeMap;

use bando::diagnostic::Diagnostic;
use bando::number::Money;
use bando::programme;
use bando::programme::published::{Told, actions, flaws, programme_file, reconcile};
use bando::programme::{Cited, Programme, Titled};
use bando::report::published_json;
use bando::source::Sources;
use bando::syntax;
use bando::value::AuthorityKind;

use super::{as_recorded, reading, sardegna, summed, table, told};

#[test]
fn the_table_is_read_to_the_cent() {
    let table = table(&sardegna());
    let json = format!("{:#}\n", published_json(&table));
    as_recorded("sardegna.json", &json);
    assert_eq!((table.lines.len(), table.subtotals.len()), (30, 5));
    let total = table.total.expect("a total");
    let total = total
        .amounts
        .iter()
        .map(|it| it.amount.expect("an amount").to_plain());
    assert_eq!(
        total.collect::<Vec<_>>(),
        ["92109264.00", "78574624.00", "-2251360.00", "64044864.00"]
    );
}

#[test]
fn everything_odd_is_told_with_its_place() {
    let text = sardegna();
    let reading = reading(&text);
    let table = reading.table.expect("a table");
    let sums = reconcile(&table).expect("sums");
    let mut all: Vec<_> = sums.causes.iter().map(Told::diagnostic).collect();
    all.extend(flaws(&table));
    all.extend(reading.diagnostics);
    as_recorded("sardegna.txt", &told(&all));
}

/// The table was made by adding up what is printed, so adding that up again proves nothing.
#[test]
fn a_check_that_adds_up_the_printed_columns_finds_nothing_and_ours_finds_the_cause() {
    let table = table(&sardegna());
    let amounts = |cells: &[bando::programme::published::AmountCell]| -> [i64; 4] {
        let cents = |column: usize| cells[column].amount.map_or(0, Money::cents);
        [0, 1, 2, 3].map(cents)
    };
    let mut subtotals = Vec::new();
    for subtotal in &table.subtotals {
        let lines = table.lines.iter();
        let lines = lines.filter(|line| line.objective == subtotal.objective);
        let lines: Vec<[i64; 4]> = lines.map(|line| amounts(&line.amounts)).collect();
        subtotals.push(amounts(&subtotal.sums.amounts));
        assert_eq!(subtotals.last(), Some(&summed(&lines)));
    }
    let total = amounts(&table.total.as_ref().expect("a total").amounts);
    assert_eq!(total, summed(&subtotals));

    let found = reconcile(&table).expect("sums");
    assert_eq!(found.causes.len(), 1);
    assert_eq!((found.relations.all(), found.broken), (94, 3));
    let [sums] = &found.differing[..] else {
        panic!("one action")
    };
    let sums = format!(
        "{} {} {}",
        sums.action,
        sums.recomputed.to_plain(),
        sums.printed.to_plain()
    );
    assert_eq!(sums, "adp:9.1.2 14888000.00 2609600.00");
    let [cause] = &found.causes[..] else {
        panic!("one cause")
    };
    let roots: Vec<String> = cause
        .explanations
        .iter()
        .map(|explanation| {
            assert_eq!(explanation.changes.len(), 3);
            let root = &explanation.changes[0];
            format!(
                "{} {}",
                root.place.cell.as_deref().unwrap(),
                root.corrected.to_plain()
            )
        })
        .collect();
    assert_eq!(roots, ["J11 12278400.00", "H11 0.00", "I11 -12278400.00"]);
    let cells: Vec<&str> = cause.explanations[0]
        .changes
        .iter()
        .map(|change| change.place.cell.as_deref().unwrap())
        .collect();
    assert_eq!(cells, ["J11", "I16", "J43"]);
}

#[test]
fn what_is_left_to_assign_is_told_both_ways() {
    let found = reconcile(&table(&sardegna())).expect("sums");
    let plain = |amount: Option<Money>| amount.map(Money::to_plain);
    assert_eq!(
        plain(found.unassigned.recomputed).as_deref(),
        Some("15786000.00")
    );
    assert_eq!(
        plain(found.unassigned.printed).as_deref(),
        Some("28064400.00")
    );
    assert_eq!(found.unassigned.lines.len(), 9);
}

#[test]
fn every_action_of_the_fund_is_reachable() {
    let all: Vec<String> = actions(&table(&sardegna()))
        .keys()
        .map(ToString::to_string)
        .collect();
    assert_eq!(all.len(), 18, "{all:?}");
    assert!(all.contains(&"adp:9.1.4".to_owned()));
}

/// Other capitals, other words before the sums, footnotes, other line ends: the same table.
#[test]
fn what_is_only_written_otherwise_is_read_as_the_same() {
    let text = sardegna();
    let headings = text.lines().nth(5).expect("headings");
    let total = "\n\t\t\t\t\t\t92.109.264,00";
    assert!(text.contains(total));
    let labelled = |label: &str| text.replace(total, &format!("\n{label}{}", &total[1..]));
    let read = |text: &str| {
        let table = table(text);
        let lines = table.lines.into_iter();
        let lines = lines.map(|it| (it.line, it.fund, it.action, it.body.text, it.amounts));
        let sums = table.subtotals.into_iter().map(|it| it.sums.amounts);
        let total = table.total.map(|it| it.amounts);
        (lines.collect::<Vec<_>>(), sums.collect::<Vec<_>>(), total)
    };
    let expected = read(&text);
    for variant in [
        text.replace(headings, &headings.to_uppercase()),
        text.replace(headings, &headings.to_lowercase()),
        labelled("Totale complessivo"),
        labelled("TOTALE GENERALE:"),
        text.replace("totale 7.5:", "Totale obiettivo 7.5"),
        format!("{text}\n\n(*) Gli importi sono al netto della riserva.\n"),
        text.replace('\n', "\r\n"),
        text.replace("3.334.428,57", "€ 3.334.428,57"),
    ] {
        assert_ne!(variant, text);
        assert_eq!(read(&variant), expected);
    }
}

/// Checks a programme file; notes and warnings are welcome, errors are not.
fn programme(text: &str) -> programme::Programme {
    let mut sources = Sources::default();
    let file = sources.add("programma.bando", text);
    let parsed = syntax::parse(text, file);
    assert_eq!(parsed.diagnostics, []);
    let checked = programme::check(&parsed.tree.expect("a tree"));
    let (found, errors) = (&checked.diagnostics, Diagnostic::is_error);
    assert!(!found.iter().any(errors), "{found:#?}");
    checked.programme.expect("a programme")
}

/// Returns what each act changes in all, and what the lines are to have in all.
fn sums(programme: &programme::Programme) -> (Vec<i64>, i64) {
    let acts = programme.acts.iter().map(|act| {
        let changes = act.changes.iter().map(|change| match change.to {
            Some(_) => change.amount.cents(),
            None => -change.amount.cents(),
        });
        changes.sum()
    });
    let totals = programme.lines.iter().filter_map(|line| line.total);
    (acts.collect(), totals.map(Money::cents).sum())
}

#[test]
fn what_is_imported_passes_the_check_and_so_does_what_was_corrected_by_hand() {
    let table = table(&sardegna());
    let found = reconcile(&table).expect("sums");
    let imported = programme_file(&table, &found, Some("sardegna_7"));
    let corrected = crate::support::text("rules/sardegna-programme-7.bando");
    assert_eq!(syntax::format(&corrected).as_ref(), Ok(&corrected));
    for text in [imported, corrected] {
        let programme = programme(&text);
        assert_eq!(programme.lines.len(), 30);
        let expected = (vec![7_857_462_400, -225_136_000], 9_210_926_400);
        assert_eq!(sums(&programme), expected);
        let held = programme.allocations(programme.now()).expect("allocations");
        assert_eq!(
            Money::sum(held).map(Money::to_plain).as_deref(),
            Some("76323264.00")
        );
        let unknown = programme.lines.iter().filter(|line| line.total.is_none());
        assert_eq!(unknown.count(), 1);
    }
}

/// What the file says otherwise than the table cites a reading that the import does not have.
#[test]
fn every_correction_by_hand_is_cited() {
    let table = table(&sardegna());
    let found = reconcile(&table).expect("sums");
    let imported = programme(&programme_file(&table, &found, Some("sardegna_7")));
    let corrected = programme(&crate::support::text("rules/sardegna-programme-7.bando"));
    let told = |programme: &Programme| -> BTreeMap<String, (String, bool)> {
        let own = |cited: &[Cited]| {
            let mut readings = cited.iter().filter(|it| it.kind == AuthorityKind::Reading);
            let general = ["celle_unite", "descrizioni_unite"];
            readings.any(|it| !general.contains(&it.name.as_str()))
        };
        let titled = |kind: &str, it: &Titled| {
            let key = format!("{kind} {}", it.name);
            (key, (it.title.it.clone(), own(&it.citations)))
        };
        let whole = (programme.title.it.clone(), own(&programme.citations));
        let mut all = BTreeMap::from([("programme".to_owned(), whole)]);
        all.extend(programme.actions.iter().map(|it| titled("action", it)));
        all.extend(
            programme
                .objectives
                .iter()
                .map(|it| titled("objective", &it.titled)),
        );
        // The names of lines are made of what they belong to: their order stays.
        for (number, line) in (1..).zip(&programme.lines) {
            let body = &programme.bodies[line.body.0].title.it;
            let title = line.title.as_ref().map(|it| &it.it);
            let action = line.action.map(|it| &programme.actions[it.0].name);
            let parts = (title, body, line.total, action, line.fund);
            all.insert(
                format!("line {number}"),
                (format!("{parts:?}"), own(&line.citations)),
            );
        }
        all
    };
    let (before, after) = (told(&imported), told(&corrected));
    assert_eq!(
        before.keys().collect::<Vec<_>>(),
        after.keys().collect::<Vec<_>>()
    );
    let changed = after
        .iter()
        .filter(|(key, (said, _))| before[*key].0 != *said);
    let changed: Vec<(&str, bool)> = changed
        .map(|(key, (_, own))| (key.as_str(), *own))
        .collect();
    assert_eq!(
        changed,
        [
            ("action adp:9.1.2", true),
            ("line 19", true),
            ("line 4", true),
            ("objective 7.2", true),
            ("programme", true),
        ]
    );
}

#[test]
fn codes_of_several_funds_in_one_numbering_are_one_assumption() {
    let text = sardegna().replacen("FSE - 11.1.3", "FESR - 11.1.3", 1);
    let table = table(&text);
    let file = programme_file(&table, &reconcile(&table).expect("sums"), None);
    let words = "I codici accanto a «FESR» e «FSE» sono letti nella numerazione `adp`";
    assert!(file.contains(words), "{file}");
}

#[test]
fn a_programme_file_says_what_the_table_says() {
    let table = table(&sardegna());
    let found = reconcile(&table).expect("sums");
    as_recorded(
        "sardegna.bando",
        &programme_file(&table, &found, Some("sardegna_7")),
    );
}
