//! How a table is laid out: data, so that another region's table needs no other program.

use std::fmt;

use super::amount::NumberStyle;
use crate::text::{Text, nearest};

/// The layout of a family of tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// What it is called.
    pub name: String,
    /// What parts the cells.
    pub separator: char,
    /// How amounts are written.
    pub numbers: NumberStyle,
    /// The columns before the amounts, from left to right.
    pub texts: Vec<TextRole>,
    /// The amounts of a line, from left to right; the body comes after the last.
    pub amounts: Vec<AmountColumn>,
    /// How the row begins that names the programme.
    pub programme_begins: Vec<String>,
    /// How a subtotal begins; the objective's code follows.
    pub subtotal_begins: Vec<String>,
    /// How the grand total begins, where it is labelled.
    pub total_begins: Vec<String>,
    /// By fund, the scheme of the codes of its actions.
    pub schemes: Vec<(String, String)>,
}

/// What a column before the amounts holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextRole {
    /// The code of the general objective.
    ObjectiveCode,
    /// The words of the general objective.
    Objective,
    /// The code of the specific objective.
    SpecificCode,
    /// The words of the specific objective.
    Specific,
    /// The description of the action.
    Description,
    /// The fund, and the action's code in it.
    Source,
}

impl TextRole {
    const ALL: [(&'static str, Self); 6] = [
        ("objective code", Self::ObjectiveCode),
        ("objective", Self::Objective),
        ("specific code", Self::SpecificCode),
        ("specific", Self::Specific),
        ("description", Self::Description),
        ("source", Self::Source),
    ];

    /// Returns what people call the column.
    pub fn words(self) -> Text {
        match self {
            Self::ObjectiveCode => Text::new("codice dell'obiettivo", "code of the objective"),
            Self::Objective => Text::new("obiettivo generale", "general objective"),
            Self::SpecificCode => Text::new(
                "codice dell'obiettivo specifico",
                "code of the specific objective",
            ),
            Self::Specific => Text::new("obiettivo specifico", "specific objective"),
            Self::Description => Text::new("descrizione", "description"),
            Self::Source => Text::new("fonte", "source"),
        }
    }
}

/// A column of amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmountColumn {
    /// Its short name: `programme`, `A`, `A+B`.
    pub name: String,
    /// What it means.
    pub role: AmountRole,
    /// What its heading holds, by which it is known; any of them.
    pub headings: Vec<String>,
}

impl AmountColumn {
    /// Returns what people call the column.
    pub fn words(&self) -> Text {
        match self.role {
            AmountRole::Programme => Text::new("totale programma", "programme total"),
            AmountRole::Act | AmountRole::Sum(_) => Text::italian(self.name.clone()),
        }
    }
}

/// What a column of amounts means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AmountRole {
    /// What the programme foresees.
    Programme,
    /// What an act adds or takes away.
    Act,
    /// The sum of these columns.
    Sum(Vec<usize>),
}

/// Why a text is no profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileError {
    /// The line, counted from 1; `None` where something is missing.
    pub line: Option<u64>,
    /// What is wrong.
    pub message: Text,
}

impl fmt::Display for ProfileError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.message.get(crate::text::Language::English))
    }
}

/// The names of the profiles that are built in.
pub const PROFILES: [&str; 1] = ["sardegna"];

const SARDEGNA: &str = include_str!("sardegna.profile");

const KEYS: [&str; 7] = [
    "separator",
    "numbers",
    "text columns",
    "amount columns",
    "programme begins",
    "subtotal begins",
    "total begins",
];

impl Profile {
    /// Returns the profile that is built in under this name.
    ///
    /// ```
    /// use bando::programme::published::Profile;
    /// let sardegna = Profile::built_in("sardegna").unwrap();
    /// assert_eq!(sardegna.amounts.len(), 4);
    /// assert_eq!(Profile::built_in("atlantide"), None);
    /// ```
    pub fn built_in(name: &str) -> Option<Self> {
        (name == "sardegna")
            .then(|| Self::parse(name, SARDEGNA).ok())
            .flatten()
    }

    /// Reads a profile: a line `key = value` each, the parts of a value between `|`; what follows a
    /// `#` at the beginning of a line is a remark.
    ///
    /// # Errors
    /// Says which line cannot be understood, or what is missing.
    pub fn parse(name: &str, text: &str) -> Result<Self, ProfileError> {
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

    /// Returns the sum column, with the columns it sums.
    pub fn sum(&self) -> Option<(usize, &[usize])> {
        self.amounts
            .iter()
            .enumerate()
            .find_map(|(column, it)| match &it.role {
                AmountRole::Sum(parts) => Some((column, parts.as_slice())),
                AmountRole::Programme | AmountRole::Act => None,
            })
    }

    /// Returns the column of the programme's total.
    pub fn programme(&self) -> Option<usize> {
        let mut columns = self.amounts.iter();
        columns.position(|it| it.role == AmountRole::Programme)
    }

    /// Returns the columns of the acts.
    pub fn acts(&self) -> impl Iterator<Item = usize> {
        let columns = self.amounts.iter().enumerate();
        columns
            .filter(|(_, it)| it.role == AmountRole::Act)
            .map(|(column, _)| column)
    }
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
