//! What people call the keys of a record.

use crate::call::visible;
use crate::text::Language;

/// Returns what people call a key of the record; one that no record has stands as it is written.
pub(super) fn key(key: &str, language: Language) -> String {
    let known = KEYS.iter().find(|(known, ..)| *known == key);
    match (known, language) {
        (Some((_, it, _)), Language::Italian) => (*it).to_owned(),
        (Some((.., en)), Language::English) => (*en).to_owned(),
        (None, _) => format!("`{}`", visible(key)),
    }
}

/// The keys of a record, with what they are called in Italian and English.
const KEYS: [(&str, &str, &str); 57] = [
    ("citations", "riferimenti", "citations"),
    (
        "programme",
        "programma da cui viene la dotazione",
        "programme of the envelope",
    ),
    ("slide", "scorrimento", "slide"),
    (
        "money",
        "quote, riserve e sorteggio",
        "pools, reserves and lot",
    ),
    ("splits", "suddivisione", "splits"),
    // Of a slide.
    ("number", "numero dello scorrimento", "number of the slide"),
    ("added", "risorse aggiunte", "money added"),
    ("freed", "risorse liberate", "money freed"),
    ("given", "risorse assegnate ora", "money awarded now"),
    ("renounced", "uscite per rinuncia", "left by renunciation"),
    ("revoked", "uscite per revoca", "left by revocation"),
    (
        "reservation_failed",
        "uscite per riserva non sciolta",
        "left as a reservation failed",
    ),
    (
        "reservation_cleared",
        "riserve sciolte",
        "reservations cleared",
    ),
    ("newly_funded", "finanziate ora", "funded now"),
    (
        "filled_up",
        "contributi parziali completati",
        "partial awards filled up",
    ),
    (
        "raised",
        "contributi parziali accresciuti",
        "partial awards raised",
    ),
    // Of the counts.
    ("received", "ricevute", "received"),
    ("refused_rows", "righe rifiutate", "rows refused"),
    ("admitted", "ammesse", "admitted"),
    ("with_reservation", "con riserva", "with reservation"),
    ("to_be_completed", "da completare", "to be completed"),
    ("not_admitted", "non ammesse", "not admitted"),
    ("below_threshold", "sotto soglia", "below the threshold"),
    ("not_scored", "da valutare", "not yet scored"),
    ("ranked", "in graduatoria", "ranked"),
    ("units", "unità", "units"),
    ("funded", "finanziate", "funded"),
    ("funded_in_part", "finanziate in parte", "funded in part"),
    ("waiting", "ammesse e non finanziate", "waiting"),
    // Of the money.
    ("pools", "quote", "pools"),
    ("pools_tie", "pari diritto fra le quote", "tie of the pools"),
    ("reserves", "riserve di risorse", "reserves"),
    ("lot", "sorteggio", "lot"),
    // Of a proposal.
    ("outcome", "esito", "outcome"),
    ("admission", "ammissione", "admission"),
    ("rank", "posizione", "rank"),
    ("unit", "unità", "unit"),
    ("requested", "importo richiesto", "requested"),
    ("award", "importo assegnato", "awarded"),
    ("score", "punteggio", "score"),
    ("reasons", "motivi", "reasons"),
    // Of the values over other proposals.
    (
        "frozen",
        "valori sulle altre proposte",
        "values over other proposals",
    ),
    (
        "over_admitted",
        "valori su tutte le ammesse",
        "values over all admitted",
    ),
    (
        "kept",
        "valori ripresi da un esito precedente",
        "values kept from an earlier outcome",
    ),
    // Of the envelope's programme.
    ("file", "file", "file"),
    ("sha256", "impronta SHA-256", "SHA-256 digest"),
    ("name", "nome", "name"),
    ("title", "titolo", "title"),
    ("ledger", "registro degli impegni", "ledger of commitments"),
    ("day", "giorno che conta", "day that counts"),
    ("act", "atto", "act"),
    ("date", "data", "date"),
    ("lines", "linee", "lines"),
    ("available", "disponibile", "available"),
    ("funds", "fondi", "funds"),
    ("assumed", "ipotesi", "assumptions"),
    ("readings", "letture", "readings"),
];
