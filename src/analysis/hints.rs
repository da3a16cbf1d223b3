//! What to do, where that depends on what was written.

use crate::call::Type;
use crate::text::Text;

/// More names than this are not listed as what may be written.
const MOST_CHOICES: usize = 6;

/// Says what may be written instead of a name that nothing has: where there is little to choose
/// from, all of it.
pub(super) fn choices(known: &[String]) -> Text {
    if known.is_empty() || known.len() > MOST_CHOICES {
        return Text::new(
            "correggere il nome, o dichiarare ciò che manca",
            "correct the name, or declare what is missing",
        );
    }
    let list: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    let list = list.join(", ");
    Text::new(
        format!("si può scrivere: {list}"),
        format!("write one of: {list}"),
    )
}

/// Says how values of a type are asked about.
pub(super) fn asked_by(ty: Type) -> Text {
    match ty {
        Type::Set(_) => Text::new(
            "un insieme si interroga con `‹has›` o `‹is empty›`",
            "ask about a set with `‹has›` or `‹is empty›`",
        ),
        Type::List(_) => Text::new(
            "un elenco si interroga con `‹any of›`, `‹all of›`, `‹count of›` o `‹is empty›`",
            "ask about a list with `‹any of›`, `‹all of›`, `‹count of›` or `‹is empty›`",
        ),
        Type::Enum(_) => Text::new(
            "una voce si confronta con `‹is›` o `‹in›`",
            "compare a variant with `‹is›` or `‹in›`",
        ),
        Type::YesNo => Text::new(
            "un sì/no è già una condizione: scriverlo da solo, o dopo `‹not›`",
            "a yes/no is a condition already: write it alone, or after `‹not›`",
        ),
        Type::Row(_) => Text::new(
            "prendere una colonna della riga, con il punto",
            "take a column of the row, with a dot",
        ),
        ty if ty.is_text() => Text::new(
            "un testo si confronta con `=`, o con `‹in›` e i valori fra virgolette",
            "compare a text with `=`, or with `‹in›` and the values in quotes",
        ),
        _ => Text::new(
            "confrontarlo con `=`, `<=`, `>=` o `‹between›`",
            "compare it with `=`, `<=`, `>=` or `‹between›`",
        ),
    }
}

/// Says how a value becomes one of a type with a fixed number of decimals.
pub(super) fn how_to_round(declared: Type) -> Text {
    let clause = match declared {
        Type::Percent(places) => {
            format!("‹rounded half up to› {} ‹places›", places.unwrap_or(2))
        }
        Type::Integer => "‹rounded half up to the unit›".to_owned(),
        Type::Decimal(places) => format!("‹rounded half up to› {places} ‹places›"),
        _ => "‹rounded half up to the cent›".to_owned(),
    };
    Text::new(
        format!("aggiungere per esempio `{clause}`"),
        format!("add for example `{clause}`"),
    )
}

/// Returns what a part of a block is called in a sentence: its keyword, where it has one.
pub(super) fn part_name(part: &str) -> Text {
    match part {
        "title" => Text::new("il titolo", "its title"),
        "amount" => Text::new("l'importo", "its amount"),
        "leftovers" => Text::new("il destino dei residui", "what becomes of leftovers"),
        keyword => Text::italian(format!("`‹{keyword}›`")),
    }
}

/// Shows how a part of a block is written.
pub(super) fn part_written(block: &str, part: &str) -> Text {
    let written = match part {
        "title" if block == "call" => "‹title it› \"…\"",
        "title" => return Text::new("`‹it› \"…\"` dopo il nome", "`‹it› \"…\"` after the name"),
        "zone" => "‹zone› Europe/Rome",
        "phase" => "‹phase formal›",
        "cite" => "‹cite› … \"art. …\"",
        "require" => "‹require› …",
        "when" => "‹when› …",
        "else" => "‹else it› \"…\"",
        "order by" => "‹order by› … ‹descending›",
        "max" => "‹max› 100",
        "criterion" => "‹criterion› A { ‹max› 10 ‹marked› }",
        "amount" => "1_000_000.00 EUR",
        "award" => "‹award› …",
        "at the limit" => "‹at the limit›: ‹stop›",
        "leftovers" => "‹leftovers to one ranking›",
        other => other,
    };
    Text::italian(format!("`{written}`"))
}
