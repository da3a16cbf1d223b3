//! A published table as a programme file: what it says, with what had to be read into it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::readings::{Reader, Readings};
use super::reconcile::Reconciliation;
use super::rows::heading_of;
use super::table::{Action, Line, Published, joined};
use super::written::{free, literal, quoted, slug};
use crate::number::Money;

/// Returns the programme file of a table, in Italian keywords.
///
/// The sums of acts are not written: the file reckons them. Where the printed ones differ, a reading
/// says so, and the line cites it; so does whatever was taken from a merged cell, or put together from
/// several, and lines of which an amount is blank. The acts have neither number nor date in such a table:
/// they are to be ascertained, and cite an assumption; so does the numbering of the actions.
pub fn programme_file(table: &Published, found: &Reconciliation, name: Option<&str>) -> String {
    Writer::new(table, found).file(name)
}

struct Writer<'a> {
    table: &'a Published,
    funds: BTreeMap<&'a str, String>,
    bodies: BTreeMap<&'a str, String>,
    names: Vec<String>,
    readings: Readings,
}

impl<'a> Writer<'a> {
    fn new(table: &'a Published, found: &'a Reconciliation) -> Self {
        let mut taken = BTreeMap::new();
        let mut bodies = BTreeMap::new();
        let mut funds = BTreeMap::new();
        for line in &table.lines {
            if let Some(fund) = &line.fund {
                funds
                    .entry(fund.as_str())
                    .or_insert_with(|| free(&slug(fund), &mut taken));
            }
        }
        let mut taken = BTreeMap::new();
        for line in &table.lines {
            bodies
                .entry(line.body.text.as_str())
                .or_insert_with(|| free(&slug(&line.body.text), &mut taken));
        }
        let mut writer = Self {
            table,
            funds,
            bodies,
            names: Vec::new(),
            readings: Readings::of(table, found),
        };
        writer.names = writer.line_names();
        writer
    }

    /// Names lines by objective and action, and by body where that does not tell them apart.
    fn line_names(&self) -> Vec<String> {
        let short = |line: &Line| {
            let objective = self.objective(line).replace('.', "_");
            match &line.action {
                Some(action) => {
                    let action = action.code.replace('.', "_");
                    format!("ob_{objective}_az_{action}")
                }
                None => format!("ob_{objective}"),
            }
        };
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for line in &self.table.lines {
            let count = counts.entry(short(line)).or_default();
            *count = count.saturating_add(1);
        }
        let mut taken = BTreeMap::new();
        let names = self.table.lines.iter().map(|line| {
            let name = short(line);
            let alone = counts.get(&name) == Some(&1);
            let body = self.bodies.get(line.body.text.as_str());
            match body.filter(|_| !alone) {
                Some(body) => free(&format!("{name}_{body}"), &mut taken),
                None => free(&name, &mut taken),
            }
        });
        names.collect()
    }

    /// Returns the code of the objective a line belongs to, the specific one where there is one.
    fn objective(&self, line: &Line) -> &str {
        let specific = line.specific.and_then(|it| self.table.specifics.get(it));
        let general = self.table.objectives.get(line.objective);
        let specific = specific.map(|it| it.code.text.as_str());
        specific
            .or(general.map(|it| it.code.text.as_str()))
            .unwrap_or_default()
    }

    fn file(&self, name: Option<&str>) -> String {
        let mut out = String::from("bando 1 it\n\n");
        let table = self.table;
        let programme = table.programme.as_ref();
        let code = programme.and_then(|it| it.code.as_deref());
        let name = match (name, code) {
            (Some(name), _) => name.to_owned(),
            (None, Some(code)) => slug(&format!("programma {code}")),
            (None, None) => "programma".to_owned(),
        };
        let title = programme.map_or_else(
            || "da accertare".to_owned(),
            |it| match &it.code {
                Some(code) => format!("{code} - {}", it.title),
                None => it.title.clone(),
            },
        );
        let _ = writeln!(
            out,
            "programma {name} {{\n  titolo {}\n  cita prospetto",
            quoted(&title)
        );
        self.readings.cited_by(Reader::Programme, "  ", &mut out);
        out.push_str("}\n\n");
        self.readings.write(&mut out);
        out.push('\n');
        self.declarations(&mut out);
        for (line, name) in table.lines.iter().zip(&self.names) {
            self.line(&mut out, line, name);
        }
        for column in table.profile.acts() {
            self.act(&mut out, column);
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
        out
    }

    fn declarations(&self, out: &mut String) {
        for (fund, name) in &self.funds {
            let _ = writeln!(out, "fondo {name} {}", quoted(fund));
        }
        for (body, name) in &self.bodies {
            let _ = writeln!(out, "soggetto {name} {}", quoted(body));
        }
        out.push('\n');
        // Both stand in the order of the table.
        let mut specifics = self.table.specifics.iter().peekable();
        for (index, objective) in self.table.objectives.iter().enumerate() {
            let (code, title) = (&objective.code.text, joined(&objective.title));
            let _ = write!(out, "obiettivo {code} {}", quoted(&title));
            self.readings.cited_behind(&objective.code, out);
            while let Some(specific) = specifics.next_if(|it| it.objective == index) {
                let (part, title) = (&specific.code.text, joined(&specific.title));
                let _ = write!(out, "obiettivo {part} di {code} {}", quoted(&title));
                self.readings.cited_behind(&specific.code, out);
            }
        }
        out.push('\n');
        for (action, titles) in actions(self.table) {
            let first = titles.first().map_or("", |it| it.as_str());
            let _ = writeln!(out, "azione {action} {}", quoted(first));
        }
        out.push('\n');
    }

    fn line(&self, out: &mut String, line: &Line, name: &str) {
        let title = line.description.as_ref();
        let title = title.map_or_else(String::new, |it| format!(" {}", quoted(&it.text)));
        let _ = writeln!(out, "linea {name}{title} {{");
        let _ = writeln!(out, "  obiettivo {}", self.objective(line));
        if let Some(action) = &line.action {
            let _ = writeln!(out, "  azione {action}");
        }
        if let Some(body) = self.bodies.get(line.body.text.as_str()) {
            let _ = writeln!(out, "  soggetto {body}");
        }
        let fund = line.fund.as_deref().and_then(|it| self.funds.get(it));
        if let Some(fund) = fund {
            let _ = writeln!(out, "  fondo {fund}");
        }
        let programme = self.table.profile.programme();
        let total = programme.and_then(|column| line.amounts.get(column)?.amount);
        let _ = match total.filter(|it| *it >= Money::ZERO) {
            Some(total) => writeln!(out, "  totale {} EUR", literal(total)),
            None => writeln!(out, "  totale da accertare"),
        };
        let _ = writeln!(out, "  cita prospetto \"riga {}\"", line.line);
        self.readings.cited_by(Reader::Row(line.line), "  ", out);
        out.push_str("}\n\n");
    }

    fn act(&self, out: &mut String, column: usize) {
        let Some(of) = self.table.profile.amounts.get(column) else {
            return;
        };
        let rows = self.table.grid.rows.iter();
        let mut headings = rows.filter_map(|row| Some(row.cell(heading_of(row, of)?)));
        let title = headings.next().unwrap_or(&of.name);
        let act = slug(&of.name);
        let _ = writeln!(out, "atto {act} {} {{", quoted(title));
        out.push_str("  numero da accertare\n  data da accertare\n");
        let _ = writeln!(out, "  cita prospetto \"colonna {}\"", of.name);
        out.push_str("  cita ipotesi atti_senza_data\n");
        for (line, name) in self.table.lines.iter().zip(&self.names) {
            let amount = line.amounts.get(column).and_then(|it| it.amount);
            let (Some(amount), row) = (amount, line.line) else {
                continue;
            };
            let _ = if amount > Money::ZERO {
                let amount = literal(amount);
                writeln!(
                    out,
                    "  aggiunge {amount} EUR a {name} cita prospetto \"riga {row}\""
                )
            } else if let Some(amount) = Money::ZERO.sub(amount).filter(|it| *it > Money::ZERO) {
                let amount = literal(amount);
                writeln!(
                    out,
                    "  toglie {amount} EUR da {name} cita prospetto \"riga {row}\""
                )
            } else {
                Ok(())
            };
        }
        out.push_str("}\n\n");
    }
}

/// Returns the actions of a table with the descriptions of their lines, each once.
pub fn actions(table: &Published) -> BTreeMap<Action, Vec<String>> {
    let mut all: BTreeMap<Action, Vec<String>> = BTreeMap::new();
    for line in &table.lines {
        let Some(action) = &line.action else { continue };
        let titles = all.entry(action.clone()).or_default();
        if let Some(description) = &line.description
            && !titles.contains(&description.text)
        {
            titles.push(description.text.clone());
        }
    }
    all
}
