//! Ordinary text that must not be redacted.

use super::assertions::{assert_redaction, assert_redactions};

#[test]
fn ordinary_text_is_unchanged() {
    assert_redactions(
        [
            "",
            "That is $1,250.00 or £3,000,000.00, 1,250,000 in all.",
            "At 10:30, 10:30:45, 10.30 or 9:05pm",
            "Order 28740, orders 28740, 28741, 28742 and 28743",
            "order number 2874028740, ref 41555501",
            "Your order id is 4155550144",
            "on 2026-05-09 at 14:05, 09/05/2026, 9 May 2026",
            "2026-05-09T10:30:00Z",
            "2026-05-09 2026-05-10 2026-05-11",
            "in 1984, 1999 and 2026; 2019-2023",
            "extension 7000, code 123456",
            "7000",
            "two lattes, one mocha and three cappuccinos",
            "one, two, three, four, five",
            "a double espresso with triple shots and one hundred grams",
            "a 2 way street, 5 close friends, a 10 minute drive down the road",
            "3 minutes down the road, 5 miles along the highway, 2 blocks past Main Street",
            "two of the drinks to my place, 12 people in the square",
            "a 16 oz cold brew, 20% off, 2% milk, 12 ounces",
            "version 1.2.3, 192.168.1.10, 3.14159265",
            "session_881444f3-24fc-4e54-ac61-2196f60e88fa",
            "session_3b2fa2d0-d6c2-42ef-ac21-8349de4c4abc",
            "session_705b021d-bf43-4d3d-8c35-5d609d2c9cb4",
            "0a1ec4cc-687d-44b1-9e61-006890434531 50d36f78-93b2-4ef0-9ae8-51982711919E",
            "20260716183829A7FC5 leg 20260716183829",
            "at 1784198315705 and 1784198315",
            "look at us at example dot com",
            "meet me at home. Then at work dot dot dot",
            "see you at 5 at the shop",
            "I was born in London, and my birthday cake needs 12 candles",
            "4111 1111 1111 1112",
            "4111111111111112",
            "000-12-3456 and 666-12-3456",
            "BG123456C is no number",
            "B12 vitamins, A1 paper, the M25, the 7 11 store",
            "menu item chai-latte-1928, four of diamonds",
            "[PHONE] [EMAIL] [CARD] [DATE_OF_BIRTH] [ADDRESS] [NATIONAL_ID] [REDACTED]",
            "1 2 3 4 5 6",
            "咖啡两杯,谢谢",
            "the score was 10-3, 4-2 and 7-5",
            "sizes 8, 12, 16, 20 or 24",
            "2 Pumpkin Spice Drive Thru orders",
            "in ten, fifteen, twenty, twenty-five or thirty minutes",
            "12 Iced Coffees for Place Square",
            "triple zero please, double shot, two sugars, nine one one",
            "ISBN 978-3-16-148410-0",
            "temperature 98.6 to 101.5",
        ]
        .map(|text| (text.to_owned(), text.to_owned())),
    );
}

#[test]
fn a_dialogue_is_redacted_in_place() {
    assert_redaction(
        "Agent: Could I take your name and number?\n\
         Caller: Sure, it's Jean, oh seven seven double oh, nine double oh, six five two.\n\
         Agent: And the e-mail?\n\
         Caller: jean dot reno at gmail dot com.\n\
         Agent: Where should two lattes and one mocha go?\n\
         Caller: Flat 3, 12 Church Lane, London E1 6AN. Born on the 12th of March 1984, if that helps.\n\
         Agent: That is $12.50, ready at 10:30 on 2026-05-09, order 28740.",
        "Agent: Could I take your name and number?\n\
         Caller: Sure, it's Jean, [PHONE].\n\
         Agent: And the e-mail?\n\
         Caller: [EMAIL].\n\
         Agent: Where should two lattes and one mocha go?\n\
         Caller: [ADDRESS]. Born on the [DATE_OF_BIRTH], if that helps.\n\
         Agent: That is $12.50, ready at 10:30 on 2026-05-09, order 28740.",
    );
}
