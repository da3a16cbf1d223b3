//! How much a call gives, and the amounts that its rules set, as its page shows them.

use super::super::calls::ServedCall;
use super::choose;
use super::rules::{Told, told};
use super::words::Words;
use crate::call::{
    self, Call, CapMost, Citation, DefinitionId, Envelope, ExprKind, Requirement, Sum, Type,
};
use crate::engine::citation_phrases;
use crate::number::Fraction;
use crate::report::{message_in_words, names_definition, names_value};
use crate::text::Language;
use crate::value::{Leftovers, Limit, Value};

/// How the money is given.
pub(super) struct MoneyShown {
    /// What a proposal is given.
    pub(super) award: Told,
    /// What else there is to know: a heading, and what stands under it.
    pub(super) rules: Vec<(Words, Vec<Told>)>,
    pub(super) citations: Vec<Words>,
}

/// An amount or limit that the rules set.
pub(super) struct Amount {
    /// What it is for: the requirements that it counts in.
    pub(super) what: Option<Words>,
    /// Its name in the rules, where nothing else tells what it is.
    pub(super) name: String,
    pub(super) value: String,
    /// What a requirement says of it.
    pub(super) said: Option<Words>,
    pub(super) citations: Words,
}

/// So many requirements are named beside an amount.
const MOST_NAMED: usize = 3;

/// Returns how the money of a call is given, if it gives any.
pub(super) fn money(served: &ServedCall, language: Language) -> Option<MoneyShown> {
    let call = &served.call;
    let envelope = call.envelope.as_ref()?;
    Some(MoneyShown {
        award: told(served, &envelope.award, language),
        rules: rules(served, envelope, language),
        citations: cited(call, &envelope.citations, language),
    })
}

fn rules(served: &ServedCall, envelope: &Envelope, language: Language) -> Vec<(Words, Vec<Told>)> {
    let call = &served.call;
    let own = |it, en| Words::own(choose(language, it, en));
    let mut rules = Vec::new();
    for cap in &envelope.caps {
        let most = match &cap.most {
            CapMost::Money(sum) => amount(served, sum, language),
            CapMost::Proposals(count) => Told::of(Words::own(count_text(*count, language))),
        };
        let per = own("per ogni valore di", "for each value of");
        let head = own("Al massimo, in tutto", "At most, in all");
        rules.push((
            head,
            vec![most, Told::of(per), told(served, &cap.per, language)],
        ));
    }
    for reserve in &envelope.reserves {
        let title = reserve.title.as_ref();
        let name = title.map(|it| Words::of(it, call.keywords, language));
        let head = own("Riserva", "Reserve");
        let head = name.map_or(head.clone(), |it| head.then(Words::own(": ")).then(it));
        let when = own("per le proposte con", "for proposals with");
        let of = amount(served, &reserve.amount, language);
        rules.push((
            head,
            vec![of, Told::of(when), told(served, &reserve.when, language)],
        ));
    }
    if let Some(pools) = &envelope.pools {
        let left = match pools.leftovers {
            Leftovers::OneRanking => own(
                "Ciò che una quota non spende va alla graduatoria unica.",
                "What a share does not spend goes to the one ranking.",
            ),
            Leftovers::Unspent => own(
                "Ciò che una quota non spende resta non speso.",
                "What a share does not spend stays unspent.",
            ),
        };
        let head = own(
            "La dotazione è divisa in quote secondo",
            "The envelope is divided into shares by",
        );
        rules.push((
            head,
            vec![told(served, &pools.by, language), Told::of(left)],
        ));
    }
    for split in &envelope.splits {
        let parts = split.parts.iter().map(|(name, share)| {
            let share = call::show(
                &Value::Number(*share),
                Type::Percent(None),
                call.names(),
                language,
            );
            Words::of(name, call.keywords, language).then(Words::own(format!(" {share}")))
        });
        let head = own("Ogni contributo è diviso", "Each grant is split");
        let name = Words::of(&split.name, call.keywords, language);
        let head = head.then(Words::own(": ")).then(name);
        rules.push((head, vec![Told::of(Words::joined(parts, "; "))]));
    }
    let head = own("Quando le risorse finiscono", "Where the money ends");
    rules.push((
        head,
        vec![Told::of(own_limit(call, &envelope.limit, language))],
    ));
    rules
}

fn amount(served: &ServedCall, sum: &Sum, language: Language) -> Told {
    match sum {
        Sum::Money(expr) => told(served, expr, language),
        Sum::Part(part) => {
            let part = share(&served.call, *part, language);
            Told::of(Words::own(match language {
                Language::Italian => format!("{part} della dotazione"),
                Language::English => format!("{part} of the envelope"),
            }))
        }
    }
}

fn share(call: &Call, part: Fraction, language: Language) -> String {
    call::show(
        &Value::Number(part),
        Type::Percent(None),
        call.names(),
        language,
    )
}

fn count_text(count: u32, language: Language) -> String {
    match (language, count) {
        (Language::Italian, 1) => "1 proposta".to_owned(),
        (Language::Italian, _) => format!("{count} proposte"),
        (Language::English, 1) => "1 proposal".to_owned(),
        (Language::English, _) => format!("{count} proposals"),
    }
}

/// Says what happens where the money ends.
fn own_limit(call: &Call, limit: &Limit, language: Language) -> Words {
    let words = match limit {
        Limit::Stop => choose(
            language,
            "La prima proposta per cui non bastano chiude la graduatoria: dopo non si finanzia nessuno.",
            "The first proposal for which it is not enough closes the ranking: nobody behind it is funded.",
        )
        .to_owned(),
        Limit::PassOver => choose(
            language,
            "Una proposta per cui non bastano si salta, e si passa alla successiva.",
            "A proposal for which it is not enough is passed over, and the next one is looked at.",
        )
        .to_owned(),
        Limit::Give {
            at_least,
            then_pass_over,
        } => {
            let given = choose(
                language,
                "Una proposta per cui non bastano riceve ciò che resta",
                "A proposal for which it is not enough is given what is left",
            );
            let least = at_least.map_or_else(String::new, |least| {
                let least = share(call, least, language);
                match language {
                    Language::Italian => format!(", se è almeno il {least} del contributo intero"),
                    Language::English => format!(", if it is at least {least} of the whole grant"),
                }
            });
            let then = if *then_pass_over {
                choose(
                    language,
                    "; se no si passa alla successiva.",
                    "; if not, the next one is looked at.",
                )
            } else {
                choose(language, "; poi ci si ferma.", "; there it stops.")
            };
            format!("{given}{least}{then}")
        }
    };
    Words::own(words)
}

/// Returns the amounts and limits with one value for all, with what they are for.
pub(super) fn amounts(call: &Call, language: Language) -> Vec<Amount> {
    let parameters = (0..).map(DefinitionId).zip(&call.definitions);
    let parameters = parameters.filter(|(_, it)| it.parameter);
    parameters
        .filter_map(|(id, it)| {
            let ExprKind::Constant(value) = &it.value.kind else {
                return None;
            };
            let citations = cited(call, &it.citations, language);
            let mut requirements = call.requirements.iter();
            let said = requirements.find(|it| names_value(&it.message, id));
            let said = said.map(|it| {
                let told = message_in_words(call, &it.message, language);
                Words::phrase(&told, call.keywords, language)
            });
            Some(Amount {
                what: counts_in(call, id, language),
                name: it.name.clone(),
                value: call::show(value, it.kind, call.names(), language),
                said,
                citations: Words::joined(citations, "; "),
            })
        })
        .collect()
}

/// Names what an amount counts in; nothing where no rule looks at it.
fn counts_in(call: &Call, id: DefinitionId, language: Language) -> Option<Words> {
    let looks = |it: &Requirement| {
        let rules = it.applies_when.iter().chain([&it.require]);
        rules
            .into_iter()
            .any(|rule| names_definition(call, rule, id))
    };
    let requirements = call.requirements.iter().filter(|it| looks(it));
    let mut titles: Vec<Words> = requirements
        .map(|it| Words::of(&it.title, call.keywords, language))
        .collect();
    let more = titles.len() > MOST_NAMED;
    titles.truncate(MOST_NAMED);
    let own = |it, en| Words::own(choose(language, it, en));
    if more {
        titles.push(own("e altri requisiti", "and other requirements"));
    }
    let mut award = call.envelope.iter().map(|it| &it.award);
    if award.any(|it| names_definition(call, it, id)) {
        titles.push(own("Quanto si ottiene", "How much one gets"));
    }
    let criteria = call.grid.iter().flat_map(|it| &it.criteria);
    let mut formulas = criteria.filter_map(|it| match &it.method {
        call::Method::Formula(formula) => Some(formula),
        _ => None,
    });
    if formulas.any(|it| names_definition(call, it, id)) {
        titles.push(own("Come si valuta", "How proposals are scored"));
    }
    (!titles.is_empty()).then(|| Words::joined(titles, "; "))
}

pub(super) fn cited(call: &Call, citations: &[Citation], language: Language) -> Vec<Words> {
    let phrases = citation_phrases(call, citations, language);
    let phrases = phrases.iter();
    phrases
        .map(|it| Words::phrase(it, call.keywords, language))
        .collect()
}
