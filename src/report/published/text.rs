//! The report on a published table for a terminal, 80 columns wide.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::super::words::{choose, visible, wrap};
use crate::number::Money;
use crate::programme::published::{Published, Reconciliation, Remainder, Told, amount_text};
use crate::text::Language;

/// How wide a column of amounts is.
const AMOUNT: usize = 16;

/// Returns the relations, the causes with their explanations, and what is left to assign.
pub fn reconciliation_text(
    table: &Published,
    found: &Reconciliation,
    language: Language,
) -> String {
    let mut out = heading(table, language);
    out.push('\n');
    out.push_str(&relations(found, language));
    if !found.causes.is_empty() {
        out.push('\n');
        out.push_str(&causes(found, language));
    }
    if table.profile.programme().is_some() {
        out.push('\n');
        out.push_str(&unassigned(table, found, language));
    }
    out
}

fn heading(table: &Published, language: Language) -> String {
    let mut out = String::new();
    if let Some(programme) = &table.programme {
        let code = programme.code.as_deref().unwrap_or_default();
        let name = format!("{code} {}", programme.title);
        let word = choose(language, "Programma", "Programme");
        out.push_str(&wrap(&format!("{word} "), name.trim()));
    }
    let actions: BTreeSet<_> = table
        .lines
        .iter()
        .filter_map(|it| it.action.as_ref())
        .collect();
    let counts = [
        (table.objectives.len(), ("obiettivi", "objectives")),
        (
            table.specifics.len(),
            ("obiettivi specifici", "specific objectives"),
        ),
        (table.lines.len(), ("righe", "lines")),
        (actions.len(), ("azioni", "actions")),
    ];
    let counts = counts.map(|(count, (it, en))| format!("{}: {count}", choose(language, it, en)));
    out.push_str(&wrap("  ", &counts.join(", ")));
    out
}

fn relations(found: &Reconciliation, language: Language) -> String {
    let kinds = &found.relations;
    let rows = [
        (
            kinds.rows,
            "somma degli atti di una riga",
            "sum of a row's acts",
        ),
        (
            kinds.subtotals,
            "totali degli obiettivi",
            "subtotals of objectives",
        ),
        (kinds.totals, "totale generale", "grand total"),
        (
            kinds.ceilings,
            "assegnato entro il totale programma",
            "allocated within the programme",
        ),
    ];
    let mut out = choose(language, "Relazioni verificate", "Relations verified").to_owned();
    let _ = writeln!(out, ": {}", kinds.all());
    for (count, it, en) in rows {
        let words = choose(language, it, en);
        let _ = writeln!(out, "  {words:<40}{count:>6}");
    }
    let broken = choose(language, "non valgono", "do not hold");
    let _ = writeln!(out, "  {broken:<40}{:>6}", found.broken);
    let words = choose(
        language,
        "e, che ne discende, somme per azione",
        "and, following from them, sums by action",
    );
    let actions = format!("  {words:<40}{:>6}\n", found.actions);
    let unknown = found.without_ceiling;
    if unknown > 0 {
        let words = choose(
            language,
            "non si può dire: importo in bianco",
            "cannot be told: an amount is blank",
        );
        let _ = writeln!(out, "  {words:<40}{unknown:>6}");
    }
    out.push_str(&actions);
    for sums in &found.differing {
        let recomputed = amount(Some(sums.recomputed), language);
        let printed = amount(Some(sums.printed), language);
        let words = choose(language, "ricalcolato", "recomputed");
        let other = choose(language, "come stampato", "as printed");
        let line = format!("{words} {recomputed}, {other} {printed}");
        out.push_str(&wrap(&format!("    {}: ", sums.action), &line));
    }
    out
}

fn causes(found: &Reconciliation, language: Language) -> String {
    let word = choose(
        language,
        "Cause dei conti che non tornano",
        "Causes of sums that differ",
    );
    let mut out = format!("{word}: {}\n", found.causes.len());
    for (number, cause) in (1_usize..).zip(&found.causes) {
        let message = visible(cause.message.get(language));
        out.push_str(&wrap(&format!("{number}. "), &message));
        out.push_str(&explanations(cause, language));
    }
    for row in &found.lost {
        out.push_str(&wrap("", &visible(row.message.get(language))));
    }
    if found.causes.len() > 1 && found.causes.iter().all(|it| it.complete) {
        let mut changes = found
            .causes
            .iter()
            .flat_map(Told::of_fewest_cells)
            .flat_map(|it| &it.changes);
        let words = if changes.any(|it| it.shared) {
            choose(
                language,
                "Le cause sono indipendenti: ogni spiegazione mostrata dell'una vale con qualunque dell'altra. Una somma che più cause cambiano cambia di quanto fanno insieme.",
                "Causes are independent: any explanation shown of one goes with any of another. A sum that several causes change changes by what they make together.",
            )
        } else {
            choose(
                language,
                "Le cause sono indipendenti: ogni spiegazione mostrata dell'una vale con qualunque dell'altra.",
                "Causes are independent: any explanation shown of one goes with any of another.",
            )
        };
        out.push_str(&wrap("", words));
    }
    out
}

fn explanations(cause: &Told, language: Language) -> String {
    let shown = cause.shown();
    let several = cause.of_fewest_cells().iter().any(|it| it.slips > 1);
    let word = if several {
        choose(
            language,
            "spiegazioni possibili, ciascuna da prendere intera, nessuna applicata:",
            "possible explanations, each to be taken whole, none applied:",
        )
    } else {
        choose(
            language,
            "spiegazioni possibili, nessuna applicata:",
            "possible explanations, none applied:",
        )
    };
    let mut out = format!("   {word}\n");
    for (number, explanation) in (1_usize..).zip(&shown.explanations) {
        let message = visible(explanation.message.get(language));
        out.push_str(&wrap(&format!("   ({number}) "), &message));
    }
    if shown.as_few > 0 {
        let words = choose(
            language,
            "altre come queste (`--format json` le elenca)",
            "others like these (`--format json` lists them)",
        );
        out.push_str(&wrap("   ", &format!("{words}: {}", shown.as_few)));
    }
    if let [first, _, ..] = cause.of_fewest_cells() {
        let certain = first.changes.iter().filter(|it| cause.is_certain(it));
        let certain: Vec<&str> = certain.map(|it| it.name.get(language)).collect();
        if !certain.is_empty() {
            let words = choose(
                language,
                "in tutte cambia allo stesso modo",
                "in all of them changes alike",
            );
            out.push_str(&wrap(
                "   ",
                &format!("{words}: {}", visible(&certain.join(", "))),
            ));
        }
    }
    if !cause.complete {
        let words = choose(
            language,
            "la ricerca si è fermata: ci possono essere altre spiegazioni, anche con meno celle",
            "the search was stopped: there may be other explanations, even with fewer cells",
        );
        out.push_str(&wrap("   ", words));
    }
    if shown.more > 0 {
        let words = choose(
            language,
            "altre, in cui sarebbero sbagliate più celle (`--format json` le elenca)",
            "others, by which more cells would be wrong (`--format json` lists them)",
        );
        let not_all = if cause.others_cut_short {
            choose(language, ", e non sono tutte", ", and these are not all")
        } else {
            ""
        };
        out.push_str(&wrap("   ", &format!("{words}: {}{not_all}", shown.more)));
    }
    out
}

fn unassigned(table: &Published, found: &Reconciliation, language: Language) -> String {
    let heading = choose(
        language,
        "Da assegnare (totale programma meno somma degli atti)",
        "Left to assign (programme total less the sum of the acts)",
    );
    let prints_sums = table.profile.sum().is_some();
    let mut out = format!("{heading}\n");
    let names = [
        choose(language, "riga", "line"),
        choose(language, "ob.", "obj."),
        choose(language, "fonte", "source"),
        choose(language, "soggetto", "body"),
        choose(language, "ricalcolato", "recomputed"),
        choose(language, "come stampato", "as printed"),
    ];
    out.push_str(&row(names.map(str::to_owned), prints_sums));
    for remainder in &found.unassigned.lines {
        out.push_str(&remainder_row(table, remainder, prints_sums, language));
    }
    let total = [
        String::new(),
        String::new(),
        choose(language, "in tutto", "in all").to_owned(),
        String::new(),
        amount(found.unassigned.recomputed, language),
        amount(found.unassigned.printed, language),
    ];
    out.push_str(&row(total, prints_sums));
    out
}

fn remainder_row(
    table: &Published,
    remainder: &Remainder,
    prints_sums: bool,
    language: Language,
) -> String {
    let Some(line) = table.lines.get(remainder.line) else {
        return String::new();
    };
    let specific = line.specific.and_then(|it| table.specifics.get(it));
    let source = line.source.as_ref();
    let cells = [
        line.line.to_string(),
        specific.map_or_else(String::new, |it| it.code.text.clone()),
        source.map_or_else(String::new, |it| it.text.clone()),
        line.body.text.clone(),
        amount(remainder.recomputed, language),
        amount(remainder.printed, language),
    ];
    row(cells, prints_sums)
}

fn row(cells: [String; 6], prints_sums: bool) -> String {
    let [line, objective, source, body, recomputed, printed] = cells;
    let (objective, source, body) = (fit(&objective, 6), fit(&source, 12), fit(&body, 22));
    let mut out = format!("{line:>5} {objective:<6} {source:<12} {body:<22}{recomputed:>AMOUNT$}");
    if prints_sums {
        let _ = write!(out, "{printed:>AMOUNT$}");
    }
    format!("{}\n", out.trim_end())
}

/// Returns the words cut to a width.
fn fit(words: &str, width: usize) -> String {
    let words = visible(words);
    if words.chars().count() <= width {
        return words;
    }
    let kept: String = words.chars().take(width.saturating_sub(1)).collect();
    format!("{kept}…")
}

fn amount(amount: Option<Money>, language: Language) -> String {
    match amount {
        Some(amount) => amount_text(amount).get(language).to_owned(),
        None => choose(language, "non noto", "unknown").to_owned(),
    }
}
