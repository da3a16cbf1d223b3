//! How a table is laid out: data, so that another region's table needs no other program.

use std::fmt;

use super::amount::NumberStyle;
use super::profile_text;
use crate::text::Text;

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
    /// Every role, by the name that profiles write.
    pub(super) const ALL: [(&'static str, Self); 6] = [
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
        profile_text::read(name, text)
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
