//! What had to be read into a table, or assumed, to make a programme file of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::reconcile::Reconciliation;
use super::table::{Cell, Line, Published};
use super::telling::{lines, list, text};
use super::written::quoted;
use crate::text::{Language, Text};

/// Who cites a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reader {
    /// The whole programme.
    Programme,
    /// The line, or the objective, that begins in this row.
    Row(u64),
}

/// A reading or an assumption: its name, what it says, and who cites it.
struct Reading {
    /// `lettura celle_unite`
    head: String,
    words: Text,
    readers: BTreeSet<Reader>,
}

/// The readings and assumptions of a file, in the order in which they stand there.
pub(super) struct Readings {
    source: String,
    all: Vec<Reading>,
    /// Where objectives begin whose words were put together: the row and the column of their codes.
    joined: BTreeSet<(u64, usize)>,
}

/// The name of the reading of words that were put together.
const JOINED: &str = "lettura testi_uniti";

impl Readings {
    pub(super) fn of(table: &Published, found: &Reconciliation) -> Self {
        let file = table.grid.file.rsplit(['/', '\\']).next();
        let mut readings = Self {
            source: format!("Prospetto pubblicato ({})", file.unwrap_or_default()),
            all: Vec::new(),
            joined: BTreeSet::new(),
        };
        readings.add(
            "ipotesi atti_senza_data",
            Text::new(
                "Gli atti non hanno numero né data nel prospetto: l'ordine è quello delle sue colonne, e contano come prima di ogni giorno",
                "The acts have neither number nor date in the table: their order is that of its columns, and they count as before every day",
            ),
            [],
        );
        readings.numbering(table);
        readings.merged(table);
        readings.blank(table);
        // What is wrong with several lines is told of each: a cause is known by its first sum alone.
        let of_line = |row: Option<u64>| {
            let row = row?;
            table.lines.iter().any(|it| it.line == row).then_some(row)
        };
        let sums = found.causes.iter().flat_map(|cause| {
            let also = cause.also.iter().map(|(words, place)| (words, place.line));
            let also = also.filter(|(_, row)| of_line(*row).is_some());
            std::iter::once((&cause.message, cause.place.line)).chain(also)
        });
        for (number, (message, row)) in (1_usize..).zip(sums) {
            let words = Text::new(
                format!(
                    "{}; qui valgono gli importi delle righe come stampati, e le somme ricalcolate",
                    message.it
                ),
                format!(
                    "{}; here the amounts of the lines hold as printed, and the sums recomputed",
                    message.get(Language::English)
                ),
            );
            let reader = of_line(row).map_or(Reader::Programme, Reader::Row);
            readings.add(&format!("lettura conto_{number}"), words, [reader]);
        }
        readings
    }

    fn add(&mut self, head: &str, words: Text, readers: impl IntoIterator<Item = Reader>) {
        self.all.push(Reading {
            head: head.to_owned(),
            words,
            readers: readers.into_iter().collect(),
        });
    }

    /// The table prints codes, and not whose numbering they follow.
    fn numbering(&mut self, table: &Published) {
        let coded = table.lines.iter();
        let coded = coded.filter_map(|line| Some((line.fund.as_deref()?, line.action.as_ref()?)));
        let used: BTreeSet<(&str, &str)> = coded
            .map(|(fund, action)| (fund, action.scheme.as_str()))
            .collect();
        if used.is_empty() {
            return;
        }
        let mut funds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (fund, scheme) in used {
            funds.entry(scheme).or_default().push(fund);
        }
        let words = text(|language| {
            let each = (0_usize..).zip(&funds).map(|(index, (scheme, funds))| {
                let funds = funds.iter().map(|fund| match language {
                    Language::Italian => format!("«{fund}»"),
                    Language::English => format!("“{fund}”"),
                });
                let funds = list(&funds.collect::<Vec<_>>());
                let funds = funds.get(language);
                match (language, index) {
                    (Language::Italian, 0) => {
                        format!(
                            "I codici accanto a {funds} sono letti nella numerazione `{scheme}`"
                        )
                    }
                    (Language::Italian, _) => {
                        format!("quelli accanto a {funds} nella numerazione `{scheme}`")
                    }
                    (Language::English, 0) => {
                        format!("The codes beside {funds} are read in the numbering `{scheme}`")
                    }
                    (Language::English, _) => {
                        format!("those beside {funds} in the numbering `{scheme}`")
                    }
                }
            });
            each.collect::<Vec<_>>().join(", ")
        });
        self.add("ipotesi numerazione", words, [Reader::Programme]);
    }

    /// Cells that are blank because they are merged with one above, and words that stand in several.
    fn merged(&mut self, table: &Published) {
        let rows = |of: fn(&Line) -> Option<&Cell>| -> Vec<u64> {
            let all = table.lines.iter();
            let inheriting = all.filter(|line| of(line).is_some_and(|it| line.inherits(it)));
            inheriting.map(|line| line.line).collect()
        };
        let merged = [
            (
                "lettura celle_unite",
                rows(|it| it.source.as_ref()),
                ("fonte", "source"),
            ),
            (
                "lettura descrizioni_unite",
                rows(|it| it.description.as_ref()),
                ("descrizione", "description"),
            ),
        ];
        for (head, rows, (it, en)) in merged {
            if rows.is_empty() {
                continue;
            }
            let named = lines(&rows);
            let words = Text::new(
                format!(
                    "{}: {it} in bianco, letta come unita alla cella sopra",
                    named.it
                ),
                format!(
                    "{}: blank {en}, read as merged with the cell above",
                    named.get(Language::English)
                ),
            );
            self.add(head, words, rows.into_iter().map(Reader::Row));
        }
        let general = table.objectives.iter().map(|it| (&it.code, &it.title));
        let specific = table.specifics.iter().map(|it| (&it.code, &it.title));
        let several = general.chain(specific).filter(|(_, title)| title.len() > 1);
        let several: Vec<(&Cell, &Vec<Cell>)> = several.collect();
        if several.is_empty() {
            return;
        }
        let named = several.iter().map(|(code, title)| {
            let rows: Vec<u64> = title.iter().map(|it| it.line).collect();
            (code.text.as_str(), lines(&rows))
        });
        let named: Vec<(&str, Text)> = named.collect();
        let words = text(|language| {
            let named = named.iter();
            let named = named.map(|(code, rows)| format!("{code} ({})", rows.get(language)));
            let named = list(&named.collect::<Vec<_>>());
            match language {
                Language::Italian => format!(
                    "Le parole di un obiettivo stanno in più celle, qui unite: {}",
                    named.get(language)
                ),
                Language::English => format!(
                    "The words of an objective stand in several cells, joined here: {}",
                    named.get(language)
                ),
            }
        });
        self.joined = several
            .iter()
            .map(|(code, _)| (code.line, code.column))
            .collect();
        self.add(JOINED, words, []);
    }

    /// Blank amounts of acts: the file has no change for them, and it is not said that there is none.
    fn blank(&mut self, table: &Published) {
        let acts: Vec<usize> = table.profile.acts().collect();
        let is_blank = |line: &&Line| {
            let amounts = acts.iter().filter_map(|column| line.amounts.get(*column));
            amounts.into_iter().any(|it| it.amount.is_none())
        };
        let rows: Vec<u64> = table
            .lines
            .iter()
            .filter(is_blank)
            .map(|it| it.line)
            .collect();
        if rows.is_empty() {
            return;
        }
        let named = lines(&rows);
        let words = Text::new(
            format!(
                "{}: l'importo di un atto è in bianco; qui l'atto non vi cambia nulla, ma nel prospetto l'importo può mancare",
                named.it
            ),
            format!(
                "{}: the amount of an act is blank; here the act changes nothing, but the table may lack the amount",
                named.get(Language::English)
            ),
        );
        let readers = rows.into_iter().map(Reader::Row);
        self.add("lettura importi_in_bianco", words, readers);
    }

    /// Writes the source, and all of these.
    pub(super) fn write(&self, out: &mut String) {
        let _ = writeln!(out, "fonte prospetto {}", quoted(&self.source));
        for reading in &self.all {
            let words = &reading.words;
            let (it, en) = (quoted(&words.it), quoted(words.get(Language::English)));
            let _ = writeln!(out, "{}\n  it {it}\n  en {en}", reading.head);
        }
    }

    /// Writes the citations of those that `reader` cites, one in each line behind `indent`.
    pub(super) fn cited_by(&self, reader: Reader, indent: &str, out: &mut String) {
        for reading in self.all.iter().filter(|it| it.readers.contains(&reader)) {
            let _ = writeln!(out, "{indent}cita {}", reading.head);
        }
    }

    /// Ends the line of an objective, with a citation where its words were put together.
    pub(super) fn cited_behind(&self, code: &Cell, out: &mut String) {
        if self.joined.contains(&(code.line, code.column)) {
            let _ = write!(out, " cita {JOINED}");
        }
        out.push('\n');
    }
}
