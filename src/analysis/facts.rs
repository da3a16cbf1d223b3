//! Facts: their types, who states them, how they are written, when they apply.

use super::declarations::Seen;
use super::scope::{Checker, Kind, Scope, next_id};
use super::shadows::entry_name;
use crate::call::{
    Expr, Fact, FactId, Field, ListId, ListType, Reading, Supplier, Type, check_bounds,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Fraction;
use crate::source::{Span, Spanned};
use crate::syntax::tree::{
    FactEntry, FactItem, FactOption, Item, Name, ProposalsBlock, ProposalsClause, RuleFile,
    TypeName,
};
use crate::text::Text;
use crate::value::Value;

/// What follows the type of a fact.
#[derive(Default)]
struct Options {
    ask: Option<Text>,
    when: Option<Expr>,
    changeable: bool,
    supplier: Option<Supplier>,
    reading: Reading,
}

impl Checker<'_> {
    pub(super) fn facts(&mut self, tree: &RuleFile) {
        let mut first: Option<Span> = None;
        for item in &tree.items {
            match item {
                Item::Facts(block) => {
                    if let Some(first) = first {
                        self.repeated("facts", block.span, first);
                    }
                    first = Some(block.span);
                    self.written("", &block.facts);
                    for entry in &block.facts {
                        self.root(entry);
                        self.entry("", entry);
                    }
                }
                Item::Proposals(block) => self.proposals(block),
                _ => {}
            }
        }
        if self.call.proposals.id.is_empty() {
            "id".clone_into(&mut self.call.proposals.id);
        }
        self.shadowed_names(tree);
    }

    fn proposals(&mut self, block: &ProposalsBlock) {
        if !self.call.proposals.id.is_empty() {
            self.error(
                Code::RepeatedPart,
                block.span,
                "`‹proposals›` è scritto due volte",
                "`‹proposals›` is written twice",
            );
            return;
        }
        "id".clone_into(&mut self.call.proposals.id);
        let mut formats = Vec::new();
        let mut seen = Seen::default();
        for clause in &block.clauses {
            match &clause.value {
                ProposalsClause::Id(id) => {
                    self.once(&mut seen, "id from", clause.span);
                    self.call.proposals.id.clone_from(&id.value);
                }
                ProposalsClause::Sheet(sheet) => {
                    self.once(&mut seen, "sheet", clause.span);
                    self.call.proposals.sheet = Some(sheet.value.clone());
                }
                ProposalsClause::Format(format) => formats.push((format, clause.span)),
                ProposalsClause::Ignore(names) => {
                    let names = names.iter().map(|name| name.value.clone());
                    self.call.proposals.ignore.extend(names);
                }
                // What is published may need definitions, which are not known yet.
                ProposalsClause::Publish(_) => {}
                ProposalsClause::Compare(names) => {
                    let names = names.iter().map(|name| name.value.clone());
                    self.call.proposals.compare.extend(names);
                }
            }
        }
        self.call.proposals.format = self.format(formats);
    }

    /// Notes where facts are declared.
    fn written(&mut self, prefix: &str, entries: &[FactEntry]) {
        for entry in entries {
            match entry {
                FactEntry::Record { name, facts, .. } => {
                    self.written(&format!("{prefix}{}.", name.value), facts);
                }
                FactEntry::Fact(item) => {
                    let name = format!("{prefix}{}", item.name.value);
                    self.facts_written.entry(name).or_insert(item.name.span);
                }
            }
        }
    }

    fn root(&mut self, entry: &FactEntry) {
        let name = entry_name(entry);
        if let Some(first) = self.fact_roots.get(&name.value).copied() {
            self.duplicate(name, first);
        } else {
            self.fact_roots.insert(name.value.clone(), name.span);
        }
    }

    /// Reports records that bear the name of another record or fact beside them; facts of one name
    /// are found when they are declared.
    fn siblings(&mut self, entries: &[FactEntry]) {
        for (place, entry) in entries.iter().enumerate() {
            let name = entry_name(entry);
            let is_record = |entry: &FactEntry| matches!(entry, FactEntry::Record { .. });
            let first = entries.iter().take(place).find(|first| {
                entry_name(first).value == name.value && (is_record(first) || is_record(entry))
            });
            if let Some(first) = first {
                self.duplicate(name, entry_name(first).span);
            }
        }
    }

    fn entry(&mut self, prefix: &str, entry: &FactEntry) {
        match entry {
            FactEntry::Record { name, facts, .. } => {
                self.siblings(facts);
                let prefix = format!("{prefix}{}.", name.value);
                for entry in facts {
                    self.entry(&prefix, entry);
                }
            }
            FactEntry::Fact(item) => self.fact(prefix, item),
        }
    }

    fn fact(&mut self, prefix: &str, item: &FactItem) {
        let name = format!("{prefix}{}", item.name.value);
        if let Some((_, first)) = self.call.fact(&name) {
            let first = first.span;
            // At the top level `root` has said so already.
            if !prefix.is_empty() {
                self.duplicate(&item.name, first);
            }
            return;
        }
        let kind = match &item.kind.value {
            TypeName::List(fields) => Some(Type::List(self.list(&name, fields))),
            _ => self.type_of(&item.kind),
        };
        let Some(kind) = kind else {
            self.broken.insert(name);
            return;
        };
        let options = self.options(
            item,
            kind,
            &Scope {
                raw: true,
                ..Scope::default()
            },
        );
        let id = FactId(next_id(&self.call.facts));
        self.facts.insert(name.clone(), id);
        self.call.facts.push(Fact {
            name,
            kind,
            ask: options.ask,
            when: options.when,
            changeable: options.changeable,
            supplier: options.supplier.unwrap_or(Supplier::Applicant),
            reading: options.reading,
            span: item.span,
        });
    }

    fn list(&mut self, name: &str, entries: &[FactEntry]) -> ListId {
        let id = ListId(next_id(&self.call.lists));
        self.call.lists.push(ListType {
            name: name.to_owned(),
            fields: Vec::new(),
        });
        self.fields(id, "", entries);
        id
    }

    fn fields(&mut self, id: ListId, prefix: &str, entries: &[FactEntry]) {
        self.siblings(entries);
        for entry in entries {
            let item = match entry {
                FactEntry::Record { name, facts, .. } => {
                    self.fields(id, &format!("{prefix}{}.", name.value), facts);
                    continue;
                }
                FactEntry::Fact(item) => item,
            };
            let name = format!("{prefix}{}", item.name.value);
            if self.field(id, &name).is_some() {
                self.duplicate(&item.name, item.name.span);
                continue;
            }
            let kind = match &item.kind.value {
                TypeName::List(fields) => Some(Type::List(self.list(&name, fields))),
                _ => self.type_of(&item.kind),
            };
            let Some(kind) = kind else {
                self.broken.insert(name);
                continue;
            };
            let scope = Scope {
                items: vec![id],
                raw: true,
                ..Scope::default()
            };
            let options = self.options(item, kind, &scope);
            if options.changeable || options.supplier.is_some() {
                self.error(
                    Code::TypeMismatch,
                    item.span,
                    "`‹changeable›` e `‹kw_supplied›` valgono per l'elenco intero: scriverli dopo di esso",
                    "`‹changeable›` and `‹kw_supplied›` hold for the whole list: write them after it",
                );
            }
            if let Some(list) = self.call.lists.get_mut(id.index()) {
                list.fields.push(Field {
                    name,
                    kind,
                    ask: options.ask,
                    when: options.when,
                    reading: options.reading,
                });
            }
        }
    }

    fn options(&mut self, item: &FactItem, kind: Type, scope: &Scope) -> Options {
        let mut options = Options::default();
        if kind == Type::Money {
            options.reading.least = Some(Value::Number(Fraction::ZERO));
        }
        let mut seen = Seen::default();
        let mut blank = None;
        for option in &item.options {
            let word = match &option.value {
                FactOption::Ask(words) => {
                    options.ask = Some(words.text.clone());
                    "ask"
                }
                FactOption::When(condition) => {
                    options.when = self.condition(condition, scope);
                    "when"
                }
                FactOption::Changeable => {
                    options.changeable = true;
                    "changeable"
                }
                FactOption::By(name) => {
                    options.supplier = self.supplier(name);
                    "kw_supplied"
                }
                FactOption::From(column) => {
                    options.reading.column = Some(column.value.clone());
                    "from"
                }
                FactOption::Split(text) => {
                    options.reading.split = Some(text.value.clone());
                    if !matches!(kind, Type::Set(_)) || text.value.is_empty() {
                        self.error(
                            Code::TypeMismatch,
                            option.span,
                            "`‹split›` divide le voci di un insieme",
                            "`‹split›` parts the members of a set",
                        );
                    }
                    "split"
                }
                FactOption::With(words) => {
                    options.reading.words = self.meanings(words, kind);
                    "with"
                }
                FactOption::Blank(literal) => {
                    options.reading.blank = self.literal(literal, kind);
                    blank = Some(literal.span);
                    "blank"
                }
                FactOption::AtLeast(literal) => {
                    options.reading.least = self.bound(literal, kind);
                    "at least"
                }
                FactOption::AtMost(literal) => {
                    options.reading.greatest = self.bound(literal, kind);
                    "at most"
                }
            };
            self.once(&mut seen, word, option.span);
        }
        if let (Some(least), Some(greatest)) = (&options.reading.least, &options.reading.greatest)
            && least > greatest
        {
            self.report(
                Diagnostic::error(
                    Code::ConstantCondition,
                    item.span,
                    Text::new(
                        "il minimo è maggiore del massimo: nessun valore sarebbe accettato",
                        "the least is above the greatest: no value would be accepted",
                    ),
                )
                .with_hint(Text::new(
                    "scambiare i due valori, o correggerli",
                    "exchange the two values, or correct them",
                )),
            );
        } else if let (Some(value), Some(span)) = (&options.reading.blank, blank) {
            self.keeps_within(value, kind, &options.reading, span);
        }
        options
    }

    /// Reports a value written in the rules that the fact accepts from nobody.
    pub(super) fn keeps_within(&mut self, value: &Value, kind: Type, reading: &Reading, at: Span) {
        let Err(error) = check_bounds(value, kind, reading, self.call.names()) else {
            return;
        };
        self.report(
            Diagnostic::error(Code::OutOfBounds, at, error.message).with_hint(Text::new(
                "correggere il valore, o spostare il limite del fatto",
                "correct the value, or move the bound of the fact",
            )),
        );
    }

    fn bound(&mut self, literal: &crate::syntax::tree::Literal, kind: Type) -> Option<Value> {
        let ordered = super::types::is_plain_number(kind)
            || super::types::is_money(kind)
            || matches!(kind, Type::Date | Type::Instant);
        if !ordered {
            self.error(
                Code::TypeMismatch,
                literal.span,
                "`‹at least›` e `‹at most›` valgono per numeri, importi e date",
                "`‹at least›` and `‹at most›` hold for numbers, money and dates",
            );
            return None;
        }
        self.literal(literal, kind)
    }

    fn supplier(&mut self, name: &Name) -> Option<Supplier> {
        match name.value.as_str() {
            "applicant" => Some(Supplier::Applicant),
            "office" => Some(Supplier::Office),
            "commission" => Some(Supplier::Commission),
            _ => {
                let known = self.words(["applicant", "office", "commission"]);
                self.unknown(
                    &name.value,
                    name.span,
                    ("chi fornisce il dato:", "supplier"),
                    &known,
                );
                None
            }
        }
    }

    /// Returns the type that is written; lists are made by their fact.
    pub(super) fn type_of(&mut self, name: &Spanned<TypeName>) -> Option<Type> {
        Some(match &name.value {
            TypeName::YesNo => Type::YesNo,
            TypeName::Integer => Type::Integer,
            TypeName::Decimal(places) => Type::Decimal(self.places(*places, name.span)?),
            TypeName::Percent(None) => Type::Percent(None),
            TypeName::Percent(Some(places)) => {
                Type::Percent(Some(self.places(*places, name.span)?))
            }
            TypeName::Money => Type::Money,
            TypeName::Date => Type::Date,
            TypeName::Instant => Type::Instant,
            TypeName::Text => Type::Text,
            TypeName::Code => Type::Code,
            TypeName::TaxCode => Type::TaxCode,
            TypeName::Cup => Type::Cup,
            TypeName::ComuneCode => Type::ComuneCode,
            TypeName::Iban => Type::Iban,
            TypeName::Enum(name) => Type::Enum(self.enum_named(name)?),
            TypeName::Set(name) => Type::Set(self.enum_named(name)?),
            TypeName::Row { table, by } => {
                let id = self.table_named(table)?;
                let found = self.call.tables.get(id.index())?;
                let key = found.columns.get(found.key.index())?.name.clone();
                if key != by.value {
                    self.error(
                        Code::UnknownName,
                        by.span,
                        format!("la chiave di `{}` è `{key}`", table.value),
                        format!("the key of `{}` is `{key}`", table.value),
                    );
                }
                Type::Row(id)
            }
            TypeName::List(_) => {
                self.error(
                    Code::TypeMismatch,
                    name.span,
                    "un elenco può essere solo un fatto",
                    "only a fact can be a list",
                );
                return None;
            }
        })
    }

    fn places(&mut self, places: u8, span: Span) -> Option<u8> {
        if places <= 20 {
            return Some(places);
        }
        self.report(
            Diagnostic::error(
                Code::LimitExceeded,
                span,
                Text::new(
                    format!("{places} cifre decimali sono troppe: ne sono ammesse 20"),
                    format!("{places} decimal places are too many: 20 are allowed"),
                ),
            )
            .with_hint(Text::new(
                "scrivere quante cifre ha il dato, per esempio `‹decimal› 8`",
                "write how many places the data have, for example `‹decimal› 8`",
            )),
        );
        None
    }

    /// Marks a fact as used.
    pub(super) fn mark_fact(&mut self, id: FactId) {
        if let Some(fact) = self.call.facts.get(id.index()) {
            let name = fact.name.clone();
            self.mark(Kind::Fact, &name);
        }
    }
}
