//! Logic over columns of states: strong Kleene, two bits each.

use super::program::{NO, YES};

pub(super) fn and(left: u8, right: u8) -> u8 {
    (left & right & YES) | ((left | right) & NO)
}

pub(super) fn or(left: u8, right: u8) -> u8 {
    ((left | right) & YES) | (left & right & NO)
}

pub(super) fn not(state: u8) -> u8 {
    ((state & YES) << 1) | (state >> 1)
}

/// The first bit in both places: known where the state is yes.
pub(super) fn is_yes(state: u8) -> u8 {
    (state & YES) | ((state & YES) << 1)
}

/// Where the first is yes the second, where it is no the third; otherwise what both agree on.
pub(super) fn choose(condition: u8, yes: u8, no: u8) -> u8 {
    let certain = is_yes(condition);
    let fails = is_yes(not(condition));
    (certain & yes) | (fails & no) | (yes & no)
}

/// Turns a comparison into a state.
pub(super) fn state(yes: bool) -> u8 {
    NO.wrapping_sub(u8::from(yes))
}

#[cfg(test)]
mod tests {
    use super::super::program::{KNOWN, UNKNOWN};
    use super::*;

    #[test]
    fn states_follow_strong_kleene_logic() {
        assert_eq!((state(true), state(false)), (YES, NO));
        assert_eq!([not(YES), not(NO), not(UNKNOWN)], [NO, YES, UNKNOWN]);
        assert_eq!(
            [and(YES, UNKNOWN), and(NO, UNKNOWN), and(YES, YES)],
            [UNKNOWN, NO, YES]
        );
        assert_eq!(
            [or(YES, UNKNOWN), or(NO, UNKNOWN), or(NO, NO)],
            [YES, UNKNOWN, NO]
        );
        assert_eq!([choose(YES, NO, YES), choose(NO, NO, YES)], [NO, YES]);
        assert_eq!(
            [choose(UNKNOWN, NO, NO), choose(UNKNOWN, NO, YES)],
            [NO, UNKNOWN]
        );
        assert_eq!(
            [is_yes(YES), is_yes(NO), is_yes(UNKNOWN)],
            [KNOWN, UNKNOWN, UNKNOWN]
        );
    }
}
