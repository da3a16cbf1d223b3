//! Small calls, put together by hand.

use std::collections::BTreeMap;

use bando::call::{
    Call, Column, ColumnId, Enum, EnumId, Fact, Field, Format, ListId, ListType, ProposalsFormat,
    Reading, Supplier, Table, TableId, Type, Variant,
};
use bando::source::{FileId, Span};
use bando::text::Text;
use bando::value::{RowId, Value};
use jiff::tz::TimeZone;

/// A call that grows fact by fact.
pub(crate) struct CallBuilder {
    call: Call,
}

impl CallBuilder {
    pub(crate) fn new() -> Self {
        Self {
            call: Call {
                name: "prova".to_owned(),
                title: Text::new("Prova", "Test"),
                proposals: ProposalsFormat {
                    id: "id".to_owned(),
                    ..ProposalsFormat::default()
                },
                ..Call::empty(TimeZone::get("Europe/Rome").unwrap())
            },
        }
    }

    /// Adds an enum; variants are written `name` or `name=Italian label/English label`.
    pub(crate) fn variants(mut self, name: &str, variants: &[&str]) -> Self {
        let variants = variants.iter().map(|written| {
            let (name, label) = written.split_once('=').unwrap_or((written, written));
            let (it, en) = label.split_once('/').unwrap_or((label, label));
            Variant {
                name: name.to_owned(),
                label: Text::new(it, en),
            }
        });
        let variants = variants.collect();
        self.call.enums.push(Enum {
            name: name.to_owned(),
            variants,
        });
        self
    }

    /// Adds a table of one column, its key.
    pub(crate) fn table(mut self, name: &str, key: &str, keys: &[&str]) -> Self {
        let rows: Vec<RowId> = (0..).map(RowId).take(keys.len()).collect();
        let index: BTreeMap<String, RowId> =
            keys.iter().map(|it| (*it).to_owned()).zip(rows).collect();
        self.call.tables.push(Table {
            name: name.to_owned(),
            file: format!("{name}.csv"),
            digest: String::new(),
            columns: vec![Column {
                name: key.to_owned(),
                kind: Type::Code,
                optional: false,
            }],
            key: ColumnId(0),
            rows: keys
                .iter()
                .map(|it| vec![Some(Value::Text((*it).to_owned()))])
                .collect(),
            index,
            derivation: None,
        });
        self
    }

    pub(crate) fn fact(self, name: &str, kind: Type) -> Self {
        self.fact_read(name, kind, Reading::default())
    }

    pub(crate) fn fact_read(mut self, name: &str, kind: Type, reading: Reading) -> Self {
        self.call.facts.push(Fact {
            name: name.to_owned(),
            kind,
            ask: None,
            when: None,
            changeable: false,
            supplier: Supplier::Applicant,
            reading,
            span: Span {
                file: FileId(0),
                start: 0,
                end: 0,
            },
        });
        self
    }

    /// Adds a fact that holds a list of records with these fields.
    pub(crate) fn list(mut self, name: &str, fields: &[(&str, Type)]) -> Self {
        let list = ListId(u32::try_from(self.call.lists.len()).unwrap());
        self.call.lists.push(ListType {
            name: name.to_owned(),
            fields: fields
                .iter()
                .map(|(name, kind)| Field {
                    name: (*name).to_owned(),
                    kind: *kind,
                    ask: None,
                    when: None,
                    reading: Reading::default(),
                })
                .collect(),
        });
        self.fact(name, Type::List(list))
    }

    pub(crate) fn id_from(mut self, column: &str) -> Self {
        column.clone_into(&mut self.call.proposals.id);
        self
    }

    pub(crate) fn format(mut self, format: Format) -> Self {
        self.call.proposals.format = format;
        self
    }

    pub(crate) fn ignore(mut self, columns: &[&str]) -> Self {
        self.call.proposals.ignore = columns.iter().map(|it| (*it).to_owned()).collect();
        self
    }

    pub(crate) fn compare(mut self, columns: &[&str]) -> Self {
        self.call.proposals.compare = columns.iter().map(|it| (*it).to_owned()).collect();
        self
    }

    pub(crate) fn build(self) -> Call {
        self.call
    }
}

/// The first enum of a call.
pub(crate) const FIRST_ENUM: EnumId = EnumId(0);
/// The first table of a call.
pub(crate) const FIRST_TABLE: TableId = TableId(0);
