//! A profile as a file writes it: a line `key = value` each.

use super::amount::NumberStyle;
use super::profile::{AmountColumn, AmountRole, Profile, ProfileError, TextRole};
use crate::text::{Text, nearest};

const KEYS: [&str; 7] = [
    "separator",
    "numbers",
    "text columns",
    "amount columns",
    "programme begins",
    "subtotal begins",
    "total begins",
];

/// Reads a profile; says which line cannot be understood, or what is missing.
pub(super) fn read(name: &str, text: &str) -> Result<Profile, ProfileError> {
    let mut entries: Vec<(u64, &str, Vec<&str>)> = Vec::new();
    for (line, words) in (1_u64..).zip(text.lines()) {
        let words = words.trim();
        if words.is_empty() || words.starts_with('#') {
            continue;
        }
        let (key, value) = words.split_once('=').ok_or_else(|| no_entry(line, words))?;
        let values = value.split('|').map(str::trim).collect();
        let key = key.trim();
        if entries.iter().any(|(_, known, _)| *known == key) {
            return Err(twice(line, key));
        }
        entries.push((line, key, values));
    }
    Reading { entries }.profile(name)
}

struct Reading<'a> {
    entries: Vec<(u64, &'a str, Vec<&'a str>)>,
}

impl Reading<'_> {
    fn profile(&self, name: &str) -> Result<Profile, ProfileError> {
        let amounts = self.amounts()?;
        let mut schemes = Vec::new();
        for (line, key, values) in &self.entries {
            if let Some(fund) = key.strip_prefix("actions of ") {
                schemes.push((fund.trim().to_owned(), one(*line, key, values)?.to_owned()));
            } else if let Some(column) = key.strip_prefix("heading ") {
                let column = column.trim();
                if !amounts.iter().any(|it| it.name == column) {
                    let known = amounts.iter().map(|it| it.name.as_str());
                    return Err(unknown(*line, column, known));
                }
            } else if !KEYS.contains(key) {
                return Err(unknown(*line, key, KEYS));
            }
        }
        let (line, sign) = self.single("separator")?;
        let separator = match sign {
            "tab" => '\t',
            sign => {
                let mut characters = sign.chars();
                match (characters.next(), characters.next()) {
                    (Some(character), None) => character,
                    _ => return Err(unknown(line, sign, ["tab", ";", ","])),
                }
            }
        };
        let (line, example) = self.single("numbers")?;
        let numbers = NumberStyle::from_example(example)
            .ok_or_else(|| unknown(line, example, ["1.234,56", "1,234.56"]))?;
        Ok(Profile {
            name: name.to_owned(),
            separator,
            numbers,
            texts: self.texts()?,
            amounts,
            programme_begins: self.several("programme begins"),
            subtotal_begins: self.several("subtotal begins"),
            total_begins: self.several("total begins"),
            schemes,
        })
    }

    fn texts(&self) -> Result<Vec<TextRole>, ProfileError> {
        let (line, words) = self.needed("text columns")?;
        let roles = words.iter().map(|word| {
            let role = TextRole::ALL.iter().find(|(name, _)| name == word);
            let names = TextRole::ALL.iter().map(|(name, _)| *name);
            role.map(|(_, role)| *role)
                .ok_or_else(|| unknown(line, word, names))
        });
        let roles: Vec<TextRole> = roles.collect::<Result<_, _>>()?;
        let needed = [TextRole::ObjectiveCode, TextRole::Source];
        match needed.into_iter().find(|role| !roles.contains(role)) {
            Some(role) => {
                let name = TextRole::ALL.iter().find(|(_, it)| *it == role);
                Err(missing(name.map_or("", |(name, _)| *name)))
            }
            None => Ok(roles),
        }
    }

    fn amounts(&self) -> Result<Vec<AmountColumn>, ProfileError> {
        let (line, names) = self.needed("amount columns")?;
        let mut columns: Vec<AmountColumn> = Vec::new();
        for name in names {
            let role = if *name == "programme" {
                AmountRole::Programme
            } else if name.contains('+') {
                let parts = name.split('+').map(|part| {
                    let part = part.trim();
                    let known = names.iter().position(|it| *it == part);
                    known.ok_or_else(|| unknown(line, part, names.iter().copied()))
                });
                AmountRole::Sum(parts.collect::<Result<_, _>>()?)
            } else {
                AmountRole::Act
            };
            let headings = self.several(&format!("heading {name}"));
            columns.push(AmountColumn {
                name: (*name).to_owned(),
                role,
                headings,
            });
        }
        Ok(columns)
    }

    fn several(&self, key: &str) -> Vec<String> {
        let entry = self.entries.iter().find(|(_, known, _)| *known == key);
        let values = entry.map_or(&[][..], |(_, _, values)| values);
        let values = values.iter().filter(|it| !it.is_empty());
        values.map(|it| (*it).to_owned()).collect()
    }

    fn needed(&self, key: &str) -> Result<(u64, &[&str]), ProfileError> {
        let entry = self.entries.iter().find(|(_, known, _)| *known == key);
        let entry = entry.ok_or_else(|| missing(key))?;
        Ok((entry.0, &entry.2))
    }

    fn single(&self, key: &str) -> Result<(u64, &str), ProfileError> {
        let (line, values) = self.needed(key)?;
        Ok((line, one(line, key, values)?))
    }
}

fn one<'a>(line: u64, key: &str, values: &[&'a str]) -> Result<&'a str, ProfileError> {
    match values {
        [value] if !value.is_empty() => Ok(value),
        _ => Err(ProfileError {
            line: Some(line),
            message: Text::new(
                format!("dopo `{key} =` va un solo valore"),
                format!("`{key} =` takes one value"),
            ),
        }),
    }
}

fn no_entry(line: u64, words: &str) -> ProfileError {
    ProfileError {
        line: Some(line),
        message: Text::new(
            format!("`{words}` non è una riga della forma `chiave = valore`"),
            format!("`{words}` is no line of the form `key = value`"),
        ),
    }
}

fn twice(line: u64, key: &str) -> ProfileError {
    ProfileError {
        line: Some(line),
        message: Text::new(
            format!("`{key}` sta due volte"),
            format!("`{key}` stands twice"),
        ),
    }
}

fn missing(key: &str) -> ProfileError {
    ProfileError {
        line: None,
        message: Text::new(format!("manca `{key}`"), format!("`{key}` is missing")),
    }
}

fn unknown<'a>(line: u64, word: &str, known: impl IntoIterator<Item = &'a str>) -> ProfileError {
    let known: Vec<&str> = known.into_iter().collect();
    let (it, en) = match nearest(word, known.iter().copied()) {
        Some(near) => (
            format!("forse si intendeva `{near}`?"),
            format!("did you mean `{near}`?"),
        ),
        None => {
            let all = known.join("`, `");
            (
                format!("si può scrivere `{all}`"),
                format!("what can stand there: `{all}`"),
            )
        }
    };
    ProfileError {
        line: Some(line),
        message: Text::new(
            format!("`{word}` non ha senso qui; {it}"),
            format!("`{word}` makes no sense here; {en}"),
        ),
    }
}
