//! The keywords of rule files, in English and in Italian.

use super::Language;

/// Each keyword: its rule in the grammar, its English and its Italian words.
///
/// A few English words have two rules, because Italian has a word for each; the plain one stands
/// first.
pub const KEYWORDS: &[(&str, &str, &str)] = &[
    ("kw_act", "act", "atto"),
    ("kw_act_number", "number", "numero"),
    ("kw_action", "action", "azione"),
    ("kw_add", "add", "aggiunge"),
    ("kw_admitted", "admitted", "ammessa"),
    ("kw_admitted_many", "admitted", "ammesse"),
    (
        "kw_admitted_proposals",
        "admitted proposals",
        "proposte ammesse",
    ),
    ("kw_all", "all", "tutti"),
    ("kw_ampi", "AMPI", "AMPI"),
    ("kw_and", "and", "e"),
    ("kw_any", "any", "almeno uno"),
    ("kw_any_other", "any", "alcuno"),
    ("kw_applicable", "applicable", "applicabile"),
    ("kw_applicant", "applicant", "del proponente"),
    ("kw_applies", "applies", "si applica"),
    ("kw_apportion", "apportion", "riparto"),
    ("kw_as", "as", "come"),
    ("kw_as_of", "as of", "con riferimento a"),
    ("kw_ascending", "ascending", "crescente"),
    ("kw_ask", "ask", "chiedere"),
    ("kw_assignments", "assignments", "incarichi"),
    ("kw_assumption", "assumption", "ipotesi"),
    ("kw_at_least", "at least", "almeno"),
    ("kw_at_most", "at most", "al massimo"),
    ("kw_at_the_limit", "at the limit", "al limite"),
    ("kw_award", "award", "assegna"),
    ("kw_bando", "bando", "bando"),
    ("kw_because", "because", "perché"),
    (
        "kw_before_premiums",
        "before premiums",
        "prima delle premialità",
    ),
    ("kw_below_threshold", "below threshold", "sotto la soglia"),
    ("kw_between", "between", "compreso fra"),
    ("kw_blank", "blank", "vuoto vale"),
    ("kw_body", "body", "soggetto"),
    ("kw_by", "by", "per"),
    ("kw_by_method", "by", "con"),
    ("kw_call", "call", "avviso"),
    ("kw_cap", "cap", "massimale"),
    ("kw_changeable", "changeable", "modificabile"),
    ("kw_cite", "cite", "cita"),
    ("kw_citing", "citing", "citando"),
    ("kw_closes", "closes", "chiusura"),
    ("kw_code", "code", "codice"),
    ("kw_column", "column", "colonna"),
    ("kw_comes_from", "comes from", "si ottiene da"),
    ("kw_commission", "commission", "della commissione"),
    ("kw_compare", "compare", "confronta"),
    ("kw_comune_code", "comune code", "codice di comune"),
    ("kw_contact", "contact", "contatto"),
    ("kw_correct", "correct", "rettifica"),
    ("kw_count", "count", "numero"),
    ("kw_criterion", "criterion", "criterio"),
    ("kw_cup", "CUP", "CUP"),
    ("kw_date", "date", "data"),
    ("kw_dates", "dates", "date"),
    ("kw_day", "day", "giorno"),
    ("kw_days", "days", "giorni"),
    ("kw_decimal", "decimal", "decimale"),
    ("kw_define", "define", "definizione"),
    ("kw_descending", "descending", "decrescente"),
    ("kw_deviation", "deviation", "scarto"),
    ("kw_dhondt", "D'Hondt", "D'Hondt"),
    ("kw_distinct", "distinct", "valori distinti di"),
    ("kw_document", "document", "documento"),
    ("kw_does_not_have", "does not have", "non comprende"),
    ("kw_down", "down", "per difetto"),
    ("kw_each", "all", "ciascuno"),
    ("kw_else", "else", "motivo"),
    ("kw_email", "email", "email"),
    ("kw_empty", "empty", "vuoto"),
    ("kw_en", "en", "en"),
    ("kw_encoding", "encoding", "codifica"),
    ("kw_enum", "enum", "tipologia"),
    ("kw_envelope", "envelope", "dotazione"),
    ("kw_equal_share", "equal share", "parti uguali"),
    ("kw_eur", "EUR", "EUR"),
    ("kw_even", "even", "al pari"),
    ("kw_exactly", "exactly", "esattamente"),
    ("kw_except", "except", "tranne"),
    ("kw_exception", "exception", "eccezione"),
    ("kw_expect", "expect", "risulta"),
    ("kw_expect_many", "expect", "risultano"),
    ("kw_facts", "facts", "fatti"),
    ("kw_fail", "fail", "escludere"),
    ("kw_final", "final", "finale"),
    ("kw_first", "first", "primo caso"),
    ("kw_first_stage", "first", "iniziale"),
    ("kw_for_each_full", "for each full", "per ogni intero"),
    (
        "kw_for_every_proposal",
        "for every proposal",
        "per ogni proposta",
    ),
    ("kw_formal", "formal", "formale"),
    ("kw_from", "from", "da"),
    ("kw_from_programme", "from programme", "dal programma"),
    ("kw_fund", "fund", "fondo"),
    ("kw_funded", "funded", "finanziata"),
    ("kw_funded_many", "funded", "finanziate"),
    ("kw_give", "give", "assegnare"),
    ("kw_given", "given", "dati"),
    ("kw_greatest", "greatest", "massimo"),
    ("kw_grid", "grid", "griglia"),
    ("kw_group", "group", "gruppo"),
    ("kw_group_by", "group by", "raggruppa per"),
    ("kw_grouped_by", "group by", "raggruppata per"),
    ("kw_half", "half", "metà"),
    ("kw_has", "has", "comprende"),
    ("kw_has_none", "has none", "non comprende nessuno"),
    ("kw_have", "have", "rispetta"),
    (
        "kw_higher_is_needier",
        "higher is needier",
        "se maggiore più bisogno",
    ),
    ("kw_hours", "hours", "orario"),
    ("kw_iban", "IBAN", "IBAN"),
    ("kw_id", "id", "identificativo"),
    ("kw_if", "if", "se"),
    ("kw_ignore", "ignore", "ignora"),
    ("kw_in", "in", "rientra in"),
    ("kw_in_addition", "in addition", "in aggiunta"),
    ("kw_in_force", "in force", "in vigore"),
    ("kw_in_part", "in part", "in parte"),
    ("kw_in_units_of", "in units of", "in unità da"),
    ("kw_index", "index", "indice"),
    ("kw_instant", "instant", "data e ora"),
    ("kw_integer", "integer", "intero"),
    ("kw_interpolation", "interpolation", "interpolazione"),
    ("kw_is", "is", "è"),
    ("kw_is_not", "is not", "non è"),
    ("kw_it", "it", "it"),
    ("kw_key", "key", "chiave"),
    (
        "kw_largest_remainder",
        "largest remainder",
        "i resti più alti",
    ),
    ("kw_least", "least", "minimo"),
    (
        "kw_leaving_out_empty",
        "leaving out empty cells",
        "tralasciando le celle vuote",
    ),
    ("kw_left", "left", "residuo"),
    (
        "kw_leftovers_to_one",
        "leftovers to one ranking",
        "residui a graduatoria unica",
    ),
    (
        "kw_leftovers_unspent",
        "leftovers stay unspent",
        "residui non assegnati",
    ),
    ("kw_like", "like", "come"),
    ("kw_line", "line", "linea"),
    ("kw_list", "list", "elenco"),
    ("kw_lot", "lot", "sorteggio"),
    (
        "kw_lower_is_needier",
        "lower is needier",
        "se minore più bisogno",
    ),
    ("kw_marked", "marked", "a giudizio"),
    ("kw_marks", "marks", "voti"),
    ("kw_max", "max", "massimo"),
    ("kw_mean", "mean", "media"),
    ("kw_median", "median", "mediana"),
    ("kw_met", "met", "soddisfatto"),
    ("kw_min_max", "min-max", "min-max"),
    ("kw_minimum", "minimum", "minimo"),
    ("kw_missing", "missing", "se manca"),
    ("kw_money", "money", "importo"),
    (
        "kw_more_by_shares",
        "more money by the same shares",
        "nuove risorse nelle stesse proporzioni",
    ),
    (
        "kw_more_to_one",
        "more money to one ranking",
        "nuove risorse a graduatoria unica",
    ),
    ("kw_move", "move", "sposta"),
    ("kw_no", "no", "no"),
    ("kw_none", "none", "nessuno"),
    ("kw_not", "not", "non"),
    ("kw_not_scored", "not scored", "da valutare"),
    ("kw_numbers", "numbers", "numeri"),
    ("kw_objective", "objective", "obiettivo"),
    ("kw_of", "of", "di"),
    ("kw_of_the_envelope", "of the envelope", "della dotazione"),
    ("kw_of_these", "of", "fra"),
    ("kw_office", "office", "degli uffici"),
    ("kw_on", "on", "su"),
    ("kw_opens", "opens", "apertura"),
    ("kw_optional", "optional", "facoltativo"),
    ("kw_or", "or", "o"),
    ("kw_order", "order", "ordina"),
    ("kw_otherwise", "otherwise", "altrimenti"),
    ("kw_over", "over", "oltre"),
    ("kw_over_table", "over", "su"),
    ("kw_page", "page", "pagina"),
    ("kw_panel", "panel", "sintesi dei voti"),
    ("kw_parameter", "parameter", "parametro"),
    ("kw_pass", "pass", "passare"),
    ("kw_per", "per", "per"),
    ("kw_percent", "percent", "percentuale"),
    ("kw_phase", "phase", "fase"),
    ("kw_place", "place", "decimale"),
    ("kw_places", "places", "decimali"),
    ("kw_points", "points", "punti"),
    ("kw_points_from", "points", "punti da"),
    ("kw_pools", "pools", "quote"),
    (
        "kw_population_variance",
        "population variance",
        "varianza della popolazione",
    ),
    ("kw_pre_check", "pre_check", "preliminare"),
    ("kw_premium", "premium", "premialità"),
    ("kw_programme", "programme", "programma"),
    ("kw_proposal", "proposal", "proposta"),
    ("kw_proposals", "proposals", "proposte"),
    ("kw_publish", "publish", "pubblica"),
    ("kw_rank", "rank", "rango"),
    ("kw_ranked", "ranked", "in graduatoria"),
    ("kw_ranking", "ranking", "graduatoria"),
    ("kw_reached", "reached", "raggiunta"),
    ("kw_reading", "reading", "lettura"),
    ("kw_receipt", "receipt", "ricevibilità"),
    ("kw_received", "received", "pervenuta"),
    ("kw_received_many", "received", "pervenute"),
    (
        "kw_received_proposals",
        "received proposals",
        "proposte pervenute",
    ),
    ("kw_remedy", "remedy", "sanabile"),
    ("kw_require", "require", "richiede"),
    ("kw_required", "required", "richiesto"),
    ("kw_requirement", "requirement", "requisito"),
    ("kw_reservation", "reservation", "riserva"),
    ("kw_reserve", "reserve", "riserva"),
    ("kw_rounded", "rounded", "arrotondato"),
    ("kw_row", "row", "riga"),
    ("kw_rows", "rows", "righe"),
    ("kw_sainte_lague", "Sainte-Laguë", "Sainte-Laguë"),
    ("kw_same", "same", "uguale"),
    (
        "kw_sample_variance",
        "sample variance",
        "varianza campionaria",
    ),
    ("kw_scale", "scale", "scala"),
    ("kw_score", "score", "punteggio"),
    ("kw_separator", "separator", "separatore"),
    ("kw_set", "set", "insieme"),
    ("kw_share", "share", "quota"),
    ("kw_shares", "shares", "quote"),
    ("kw_sheet", "sheet", "foglio"),
    ("kw_since", "from", "dal"),
    ("kw_source", "source", "fonte"),
    ("kw_spent", "spent", "speso"),
    ("kw_split", "split", "separato da"),
    ("kw_split_over", "split over", "suddiviso per"),
    ("kw_stage", "stage", "esame"),
    ("kw_step", "step", "passo"),
    ("kw_stop", "stop", "fermarsi"),
    ("kw_substantive", "substantive", "sostanziale"),
    ("kw_sum", "sum", "somma"),
    ("kw_sum_of_lines", "sum of lines", "somma delle linee"),
    ("kw_supplied", "by", "a cura"),
    ("kw_table", "table", "tabella"),
    ("kw_take_away", "take away", "toglie"),
    ("kw_tax_code", "tax code", "codice fiscale"),
    ("kw_telephone", "telephone", "telefono"),
    ("kw_test", "test", "prova"),
    ("kw_text", "text", "testo"),
    ("kw_then", "then", "poi"),
    ("kw_threshold", "threshold", "soglia"),
    ("kw_title", "title", "titolo"),
    ("kw_to", "to", "a"),
    ("kw_to_be_completed", "to be completed", "da completare"),
    ("kw_to_the_cent", "to the cent", "al centesimo"),
    ("kw_to_the_unit", "to the unit", "alle unità"),
    ("kw_total", "total", "totale"),
    ("kw_undecided", "unknown", "da accertare"),
    ("kw_units", "units", "unità"),
    ("kw_unknown", "unknown", "ignoto"),
    ("kw_unless", "unless", "salvo"),
    ("kw_unmet", "unmet", "non soddisfatto"),
    ("kw_unrounded", "unrounded", "prima di arrotondare"),
    ("kw_until", "to", "al"),
    ("kw_unused_to_all", "unused to all", "residuo a tutti"),
    (
        "kw_unused_unspent",
        "unused stays unspent",
        "residuo non assegnato",
    ),
    ("kw_up", "up", "per eccesso"),
    ("kw_urn", "urn", "urn"),
    ("kw_valid", "valid", "valido"),
    ("kw_waiting", "waiting", "in attesa"),
    ("kw_waits_for", "waits for", "in attesa di"),
    ("kw_weight", "weight", "peso"),
    ("kw_weighted_by", "weighted by", "ponderata con"),
    ("kw_what_is_left", "what is left", "il residuo"),
    ("kw_when", "when", "quando"),
    ("kw_where", "where", "in cui"),
    ("kw_with", "with", "con"),
    ("kw_with_ledger", "with ledger", "con il registro"),
    ("kw_within", "within", "entro"),
    (
        "kw_without_extremes",
        "without the lowest and highest",
        "senza i voti estremi",
    ),
    ("kw_working_day", "working day", "giorno lavorativo"),
    ("kw_working_days", "working days", "giorni lavorativi"),
    ("kw_yes", "yes", "sì"),
    ("kw_yes_no", "yes/no", "sì/no"),
    ("kw_z_score", "z-score", "z-score"),
    ("kw_zone", "zone", "fuso"),
];

/// Phrases whose Italian words are not those of their English words one by one.
const PHRASES: &[(&str, &str)] = &[
    ("first of", "primo caso fra"),
    ("least of", "minimo fra"),
    ("greatest of", "massimo fra"),
    ("all of", "ciascuno di"),
];

/// The names that a file has without declaring them, in English and in Italian: the points of a
/// proposal, and in tests what became of it. They are names: a definition may bear them too.
pub const GIVEN_NAMES: &[(&str, &str)] = &[
    ("award", "contributo"),
    ("outcome", "esito"),
    ("rank", "posizione"),
    ("reasons", "motivi"),
    ("score", "punteggio"),
];

/// Returns a given name in a language; any other name as it is.
///
/// ```
/// use bando::text::{Language, given_name};
/// assert_eq!(given_name("score", Language::Italian), "punteggio");
/// assert_eq!(given_name("cost", Language::Italian), "cost");
/// ```
pub fn given_name(english: &str, language: Language) -> &str {
    let known = GIVEN_NAMES.iter().find(|(name, _)| *name == english);
    match (known, language) {
        (Some((_, italian)), Language::Italian) => italian,
        _ => english,
    }
}

/// Returns the words of the keyword that the grammar calls `rule`; `None` where there is none.
///
/// ```
/// use bando::text::{Language, keyword};
/// assert_eq!(keyword("kw_otherwise", Language::Italian), Some("altrimenti"));
/// assert_eq!(keyword("kw_otherwise", Language::English), Some("otherwise"));
/// ```
pub fn keyword(rule: &str, language: Language) -> Option<&'static str> {
    let (_, english, italian) = KEYWORDS.iter().find(|(name, ..)| *name == rule)?;
    Some(match language {
        Language::Italian => italian,
        Language::English => english,
    })
}

/// Puts the keywords that messages name between `‹` and `›` into the words of a file whose keywords
/// are in `language`; what is no keyword loses its marks only.
///
/// ```
/// use bando::text::{Language, in_keywords_of};
/// let message = "write `‹first of› { … ‹otherwise› : … }`";
/// assert_eq!(in_keywords_of(message, Language::English), "write `first of { … otherwise : … }`");
/// assert_eq!(in_keywords_of(message, Language::Italian), "write `primo caso fra { … altrimenti : … }`");
/// ```
pub fn in_keywords_of(message: &str, language: Language) -> String {
    let mut out = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((before, opened)) = rest.split_once('‹') {
        out.push_str(before);
        let Some((words, after)) = opened.split_once('›') else {
            out.push('‹');
            rest = opened;
            continue;
        };
        out.push_str(&words_of(words, language).unwrap_or_else(|| words.to_owned()));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Returns English keywords, or rules of the grammar, in the words of `language`; `None` where one
/// of them is no keyword.
fn words_of(phrase: &str, language: Language) -> Option<String> {
    let mut words: Vec<&str> = phrase.split(' ').collect();
    let mut found = Vec::new();
    while !words.is_empty() {
        let (length, said) = (1..=words.len()).rev().find_map(|length| {
            let start = words.get(..length)?.join(" ");
            Some((length, one(&start, language)?))
        })?;
        found.push(said);
        words.drain(..length);
    }
    Some(found.join(" "))
}

fn one(phrase: &str, language: Language) -> Option<&'static str> {
    let known = PHRASES.iter().find(|(english, _)| *english == phrase);
    if let Some((english, italian)) = known {
        return Some(match language {
            Language::Italian => italian,
            Language::English => english,
        });
    }
    keyword(phrase, language).or_else(|| {
        let (rule, ..) = KEYWORDS.iter().find(|(_, english, _)| *english == phrase)?;
        keyword(rule, language)
    })
}
