//! What an outcome rests on: the part of `outcome.json` called `record`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::copies::{Copy, INPUTS, InputKind};
use crate::source::digest;
use crate::syntax;

/// The form of records that this engine writes.
pub const FORM: u32 = 1;

/// What an outcome rests on, besides the stage, which the outcome itself says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the record.
    pub form: u32,
    /// The version of the engine that wrote it.
    pub engine: String,
    /// The version of the language in which the rules are written.
    pub language: u32,
    /// The day that counts for dated rules where a proposal does not tell.
    #[serde(with = "day")]
    pub counting_date: Option<Date>,
    /// The evaluators, as they were named on the command line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaluators: Option<String>,
    /// The public text that decides the lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<String>,
    /// Every file read, in the order of kinds and then of names.
    pub inputs: Vec<Listed>,
}

/// An input of an outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// What it is.
    pub kind: InputKind,
    /// Where it is kept, below the folder of the record.
    pub file: String,
    /// The SHA-256 of its bytes, in lowercase hexadecimal.
    pub sha256: String,
}

/// What the command line says besides the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The day that counts for dated rules where a proposal does not tell.
    pub counting_date: Option<Date>,
    /// The evaluators, parted by commas.
    pub evaluators: Option<String>,
    /// The public text that decides the lot.
    pub seed: Option<String>,
}

impl Manifest {
    /// Lists what an outcome of this engine rests on.
    ///
    /// ```
    /// use bando::record::{Given, InputKind, Manifest, Settings, copies};
    /// let rules = Given { kind: InputKind::Rules, name: "a.bando".to_owned(), bytes: Vec::new() };
    /// let manifest = Manifest::new(Settings::default(), &copies(vec![rules]));
    /// assert_eq!(manifest.inputs[0].file, "inputs/rules/a.bando");
    /// assert!(manifest.inputs[0].sha256.starts_with("e3b0c442"));
    /// ```
    pub fn new(settings: Settings, copies: &[Copy]) -> Self {
        let inputs = copies.iter().map(|copy| Listed {
            kind: copy.kind,
            file: copy.file.clone(),
            sha256: digest(&copy.bytes),
        });
        Self {
            form: FORM,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            language: syntax::VERSION,
            counting_date: settings.counting_date,
            evaluators: settings.evaluators,
            seed: settings.seed,
            inputs: inputs.collect(),
        }
    }

    /// Returns what the record `bytes` says that it rests on, if it is a record.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Head {
            record: Manifest,
        }
        let head: Option<Head> = serde_json::from_slice(bytes).ok();
        head.map(|head| head.record)
    }

    /// Tells whether a path is of a place where inputs are kept.
    ///
    /// ```
    /// use bando::record::Manifest;
    /// assert!(Manifest::is_kept("inputs/rules/avviso.bando"));
    /// assert!(!Manifest::is_kept("inputs/../avviso.bando"));
    /// assert!(!Manifest::is_kept("/inputs/avviso.bando"));
    /// ```
    pub fn is_kept(file: &str) -> bool {
        let mut parts = file.split('/');
        let inside = parts.next() == Some(INPUTS);
        inside && parts.all(|part| !["", ".", ".."].contains(&part)) && !file.contains('\\')
    }

    /// Returns what the command line said besides the files.
    pub(super) fn settings(&self) -> Settings {
        Settings {
            counting_date: self.counting_date,
            evaluators: self.evaluators.clone(),
            seed: self.seed.clone(),
        }
    }
}

mod day {
    //! A day as `2026-01-31`.

    use jiff::civil::Date;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "this is how serde hands a field over"
    )]
    pub(super) fn serialize<S: Serializer>(
        day: &Option<Date>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        day.map(|day| day.to_string()).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Date>, D::Error> {
        let written = Option::<String>::deserialize(deserializer)?;
        let day = written.map(|day| day.parse());
        day.transpose().map_err(D::Error::custom)
    }
}
