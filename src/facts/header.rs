//! The header of a table of proposals: which column states what.

use std::borrow::Cow;
use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use crate::call::Record;
use crate::call::{Call, Fact, Separator, Type, visible};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::text::{Text, nearest};

/// One column of the file, and who reads it.
pub(super) struct Column {
    /// Its name.
    pub name: String,
    /// Whether it holds the proposal's id.
    pub id: bool,
    /// Whether tests read it.
    pub compare: bool,
    /// The places of the facts that it states.
    pub facts: Vec<usize>,
}

/// Returns the columns of the file, or everything that is wrong with its header.
pub(super) fn columns(
    call: &Call,
    header: &[impl AsRef<str>],
    place: &DataPlace,
) -> Result<Vec<Column>, Vec<Diagnostic>> {
    let names = names(header);
    let mut diagnostics = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut columns = Vec::new();
    for name in &names {
        let times = seen.entry(name).or_default();
        *times = times.saturating_add(1);
        if *times == 2 && !name.is_empty() {
            diagnostics.push(duplicate_column(name, place));
        }
        let column = column(call, name);
        if column.is_none() && *times == 1 {
            diagnostics.push(unknown_column(call, name, &names, place));
        }
        columns.extend(column);
    }
    for name in missing(call, &names) {
        diagnostics.push(missing_column(call, name, &names, place));
    }
    if diagnostics.is_empty() {
        Ok(columns)
    } else {
        Err(diagnostics)
    }
}

fn names(header: &[impl AsRef<str>]) -> Vec<String> {
    let cells = header.iter();
    cells
        .map(|cell| cell.as_ref().trim().nfc().collect())
        .collect()
}

/// Returns the name of the column that states a fact; lists fit no column.
pub(super) fn column_of(fact: &Fact) -> Option<&str> {
    match fact.kind {
        Type::List(_) => None,
        _ => Some(fact.reading.column.as_deref().unwrap_or(&fact.name)),
    }
}

/// Returns the name of the column that holds the id.
pub(super) fn id_column(call: &Call) -> &str {
    match call.proposals.id.as_str() {
        "" => "id",
        id => id,
    }
}

/// Says who reads the column called `name`; `None` where nobody does.
fn column(call: &Call, name: &str) -> Option<Column> {
    let states = |fact: &Fact| column_of(fact).is_some_and(|column| column.nfc().eq(name.chars()));
    let column = Column {
        name: name.to_owned(),
        id: id_column(call) == name,
        compare: call.proposals.compare.iter().any(|it| it == name),
        facts: (0..)
            .zip(&call.facts)
            .filter(|(_, fact)| states(fact))
            .map(|(index, _)| index)
            .collect(),
    };
    let ignored = call.proposals.ignore.iter().any(|it| it == name);
    let read = column.id || column.compare || !column.facts.is_empty();
    (read || ignored).then_some(column)
}

/// Lists the columns that must be there: the id's and those of all facts but lists. A column that
/// only tests read may be missing.
pub(super) fn needed(call: &Call) -> Vec<&str> {
    let mut needed = vec![id_column(call)];
    for column in call.facts.iter().filter_map(column_of) {
        if !needed.contains(&column) {
            needed.push(column);
        }
    }
    needed
}

fn missing<'c>(call: &'c Call, names: &[String]) -> Vec<&'c str> {
    let there = |column: &str| names.iter().any(|name| column.nfc().eq(name.chars()));
    let mut needed = needed(call);
    needed.retain(|column| !there(column));
    needed
}

/// Returns the place of a cell of the column `name`.
pub(super) fn in_column(place: &DataPlace, name: &str) -> DataPlace {
    DataPlace {
        column: Some(visible(name)),
        ..place.clone()
    }
}

fn duplicate_column(name: &str, place: &DataPlace) -> Diagnostic {
    let shown = visible(name);
    Diagnostic::data(
        Code::DuplicateField,
        in_column(place, name),
        Text::new(
            format!("la colonna `{shown}` c'è due volte"),
            format!("there are two columns `{shown}`"),
        ),
    )
    .with_hint(Text::new(
        "toglierne una, o darle un altro nome",
        "remove one, or give it another name",
    ))
}

fn unknown_column(call: &Call, name: &str, names: &[String], place: &DataPlace) -> Diagnostic {
    let shown = visible(name);
    let place = in_column(place, name);
    if name.is_empty() {
        return Diagnostic::data(
            Code::UnknownField,
            place,
            Text::new("una colonna non ha nome", "a column has no name"),
        )
        .with_hint(Text::new(
            "darle un nome, o togliere il separatore in fondo alle righe",
            "give it a name, or remove the separator at the end of the lines",
        ));
    }
    let list = call
        .facts
        .iter()
        .any(|fact| matches!(fact.kind, Type::List(_)) && fact.name == name);
    let diagnostic = Diagnostic::data(
        Code::UnknownField,
        place,
        Text::new(
            format!("nessun fatto si legge dalla colonna `{shown}`"),
            format!("no fact is read from the column `{shown}`"),
        ),
    );
    if list {
        return diagnostic.with_hint(Text::new(
            format!("`{shown}` è un elenco, e gli elenchi si leggono solo da JSON"),
            format!("`{shown}` is a list, and lists are read from JSON only"),
        ));
    }
    let absent = missing(call, names);
    if let Some(near) = nearest(name, absent.iter().copied()) {
        return diagnostic.with_hint(Text::new(
            format!("forse si intendeva `{near}`?"),
            format!("did you mean `{near}`?"),
        ));
    }
    let plain = |it: char| it.is_ascii_alphanumeric() || it == '_';
    let word = if shown.chars().all(plain) {
        shown
    } else {
        format!("\"{shown}\"")
    };
    diagnostic.with_hint(Text::new(
        format!("toglierla, o scrivere nelle regole, sotto `‹proposals›`: `‹ignore› {word}`"),
        format!("remove it, or write in the rules, under `‹proposals›`: `‹ignore› {word}`"),
    ))
}

fn missing_column(call: &Call, name: &str, names: &[String], place: &DataPlace) -> Diagnostic {
    let fact = call.facts.iter().find(|fact| column_of(fact) == Some(name));
    let (it, en) = match fact {
        Some(fact) if fact.name != name => (
            format!(", da cui si legge `{}`", fact.name),
            format!(", from which `{}` is read", fact.name),
        ),
        _ => (String::new(), String::new()),
    };
    let diagnostic = Diagnostic::data(
        Code::MissingColumn,
        place.clone(),
        Text::new(
            format!("manca la colonna `{name}`{it}"),
            format!("the column `{name}` is missing{en}"),
        ),
    );
    let unread = names
        .iter()
        .filter(|name| column(call, name).is_none())
        .map(String::as_str);
    let hint = match nearest(name, unread) {
        Some(near) => Text::new(
            format!("c'è però `{}`: forse è quella?", visible(near)),
            format!("but there is `{}`: is it that one?", visible(near)),
        ),
        None => Text::new(
            "aggiungerla; dove il dato non si conosce la cella resta vuota",
            "add it; where the value is not known the cell stays empty",
        ),
    };
    diagnostic.with_hint(hint)
}

/// Recognises a header that another separator would split into more of the columns needed.
pub(super) fn other_separator(
    call: &Call,
    header: &Record<'_>,
    place: &DataPlace,
) -> Option<Diagnostic> {
    let names = names(&header.cells);
    let declared = call.proposals.format.separator;
    let known = |name: &str| column(call, name.trim().trim_matches('"')).is_some();
    let now = names.iter().filter(|name| known(name)).count();
    let joined = header.cells.join(&char::from(declared.0).to_string());
    let (_, other) = [b';', b',', b'\t', b'|']
        .into_iter()
        .filter(|other| *other != declared.0)
        .map(|other| {
            let parts = joined.split(char::from(other));
            (parts.filter(|part| known(part)).count(), other)
        })
        .max_by_key(|(count, _)| *count)
        .filter(|(count, _)| *count > now && *count > 1)?;
    let (declared, other) = (shown(declared), shown(Separator(other)));
    Some(
        Diagnostic::data(
            Code::MissingColumn,
            place.clone(),
            Text::new(
                format!("le colonne sembrano separate da {other}, mentre le regole dichiarano {declared}"),
                format!("the columns seem to be parted by {other}, while the rules declare {declared}"),
            ),
        )
        .with_hint(Text::new(
            format!("scrivere nelle regole, sotto `‹proposals›`: `‹separator› {other}`"),
            format!("write in the rules, under `‹proposals›`: `‹separator› {other}`"),
        )),
    )
}

fn shown(separator: Separator) -> Cow<'static, str> {
    match separator.0 {
        b'\t' => Cow::Borrowed("\"\\t\""),
        byte => Cow::Owned(format!("\"{}\"", char::from(byte))),
    }
}
