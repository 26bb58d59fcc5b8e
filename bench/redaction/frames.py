"""Frames of the labelled dialogues: what people say around a value. A: agent, C: caller; {V} is the value,
{1} {2} {3} are pieces of one that is given over several turns."""

PHONE = """
A: What's the best number to reach you on? / C: It's {V}.
A: Can I take a contact number? / C: Yes, {V}, that's my mobile.
C: You can get me on {V}. / A: Lovely, thank you.
A: And a number in case we get cut off? / C: {V}
C: Could someone ring my husband instead, he's on {V}? / A: Of course.
A: Is {V} still the right number for you? / C: Yes, that's the one.
A: I've got {V} on the file, is that current? / C: It is.
C: Take this down, {V}. / A: Got it.
A: What number are you calling from? / C: Er, {V}.
A: And your phone? / C: {V}. / A: So that's {V}? / C: Correct.
C: My cell is {V}, and text is fine. / A: Perfect.
A: Who should we call when the car is ready? / C: My wife. Her number's {V}.
C: Just ring {V} when it's done. / A: Will do.
C: The landline is {V} but I'm hardly ever home. / A: No problem.
A: May I have your callback number please? / C: Sure thing. {V}.
A: The engineer will need a number for the day. / C: Okay, {V}.
C: I changed my number, it's {V} now. / A: I'll update that.
A: And is there a daytime number? / C: There is, {V}, ask for reception.
"""
PHONE_SPLIT = """
A: What's your number? / C: {1} / A: Yep / C: {2} / A: Uh huh / C: {3}
A: Go ahead with the mobile. / C: {1} / A: {1} / C: {2} / A: Okay / C: {3}
C: My number is {1} / A: Mm hm / C: {2} / A: Go on / C: {3}
A: Can I grab a phone number? / C: Sure, it's {1} / A: Right / C: {2} {3}
A: And the best phone number? / C: {1} {2} / A: Yes / C: {3}
C: Call me back on / C: {1} {2} {3}
A: I just need a contact number. / C: {1} / C: {2} / C: {3}
C: It's {1} / A: Got that / C: {2} / A: And? / C: {3}
"""
EMAIL = """
A: What's your email address? / C: It's {V}.
C: Send it to {V} please. / A: Sending it now.
A: Where shall I email the confirmation? / C: {V}
A: I have {V} here, is that right? / C: That's right.
C: My e-mail is {V}. / A: Thank you.
A: Could you spell the email for me? / C: {V}.
C: I never got it. Did you use {V}? / A: We did, let me resend it.
A: And an email for the invoice? / C: Use my work one, {V}.
C: Yeah it's {V}, all lower case. / A: Great.
A: Can I get a good email? / C: Of course, {V}.
C: You can write to {V} as well. / A: Noted.
A: So the receipt goes to {V}? / C: Yes please.
"""
EMAIL_SPLIT = """
A: What's your email? / C: {1} / A: Yes / C: {2}
A: And the email? / C: It's {1} / A: Okay / C: {2}
C: My email is {1} / A: Got it / C: {2}
A: Could I have your email address? / C: Sure {1} / C: {2}
"""
CARD = """
A: Can I have the long card number? / C: Yes, {V}.
A: And the card number please? / C: {V}
C: I'll pay by Visa, it's {V}. / A: Thank you, that went through.
A: What's the number on the front of the card? / C: {V}.
C: Put it on my Mastercard, {V}. / A: Done.
C: The card is {V}. / A: Thanks, one moment.
A: Read me the sixteen digits when you're ready. / C: Okay, {V}.
C: Someone charged my debit card, the number is {V}. / A: I'll block it right away.
A: I can take a deposit over the phone. / C: Sure, {V}.
"""
CARD_SPLIT = """
A: Card number? / C: {1} / A: Go on / C: {2} / A: Yes / C: {3}
A: Can I have the card number? / C: Sure, {1} / A: {1} / C: {2} / A: Okay / C: {3}
C: It's a Visa, {1} / A: Uh huh / C: {2} / A: Mm hm / C: {3}
A: The long number on the front? / C: {1} / C: {2} / C: {3}
"""
EXPIRY = """
A: And the expiry date? / C: {V}.
C: It expires {V}. / A: Thank you.
A: When does the card expire? / C: {V}
A: Expiration? / C: {V}
"""
CVV = """
A: And the three digits on the back? / C: {V}.
A: What's the security code? / C: It's {V}.
C: The CVV is {V}. / A: Thanks.
A: And the security number on the back of the card? / C: {V}
"""
SORT = """
A: What are the sort code and account number? / C: {V}.
C: My bank details are {V}. / A: I've got that.
A: Which account should the refund go to? / C: {V}.
A: I need the bank details for the direct debit. / C: Right, it's {V}.
C: Pay it into {V} please. / A: It'll take three working days.
A: Can you confirm the account for the payout? / C: {V}
"""
ACCOUNT_ALONE = """
A: And your account number? / C: {V}.
C: My account number is {V}. / A: Let me look.
A: Which bank account is it? / C: It's {V}.
C: It's account {V}, the joint one. / A: Found it.
A: What's the account number please? / C: {V} / A: {V}, thanks. / C: That's it.
A: Could you give me the account number? / C: Bear with me. / A: Take your time. / C: {V}
"""
IBAN = """
A: What's the IBAN? / C: {V}.
C: Please send the refund to {V}. / A: Certainly.
C: My IBAN is {V}. / A: Got it.
A: For a foreign transfer I need the IBAN. / C: {V}
"""
BIRTH = """
A: What's your date of birth? / C: {V}.
A: Could you confirm your date of birth for me? / C: Sure, it's {V}.
C: She was born on {V}. / A: Thank you.
C: My date of birth is {V}. / A: Great, I found you.
A: And the patient's date of birth? / C: {V}
A: When was he born? / C: {V}.
A: Date of birth? / C: Hang on. / A: No rush. / C: {V}
A: For security, your birth date please. / C: {V}. / A: {V}, thank you. / C: That's right.
C: DOB is {V}. / A: Okay.
A: I'll need your full name and date of birth. / C: Okay, {V}.
A: And you were born on {V}? / C: Yes.
A: Can I just check your birthday? / C: It's {V}.
"""
BIRTH_SPLIT = """
A: What's your date of birth? / C: {1} / A: Yes / C: {2}
A: And your date of birth? / C: It's {1} / A: Uh huh / C: {2}
C: My date of birth is {1} / A: Mm hm / C: {2}
A: Date of birth please / C: The {1} / C: {2}
"""
ADDRESS = """
A: What's your address? / C: {V}.
A: Where do you live? / C: I live at {V}.
C: I'm at {V}. / A: We cover that area.
A: What's the delivery address? / C: It's {V}.
C: Can you send someone to {V}? / A: Yes, this afternoon.
A: And the first line of your address? / C: {V}
C: We've moved, the new address is {V}. / A: I'll change it.
A: I have {V}, is that still correct? / C: It is.
A: Where should the technician come? / C: {V}, the blue door.
C: Please post it to {V}. / A: It'll go out today.
A: Can I take the billing address? / C: Sure. {V}.
A: Pick up or delivery? / C: Delivery, to {V} please.
C: The leak is at {V}. / A: A plumber is on the way.
A: Home address? / C: {V}
"""
ADDRESS_SPLIT = """
A: What's the address? / C: {1} / A: Yes / C: {2}
A: Where do you live? / C: {1} / A: Okay / C: {2}
C: The address is {1} / A: Mm hm / C: {2}
"""
POSTCODE = """
A: And the {post}? / C: {V}.
A: What's your {post}? / C: It's {V}.
C: The {post} is {V}. / A: Thank you.
A: Can I check your {post}? / C: {V}
A: {post} for the billing address? / C: {V}.
"""
SSN = """
A: What's your social security number? / C: {V}.
C: My social is {V}. / A: Thank you.
A: And the social? / C: {V}
C: It's {V}, that's my SSN. / A: I see the file now.
A: For the credit check I need your social. / C: Okay, {V}.
"""
LAST_FOUR = """
A: What are the last four of your social? / C: {V}.
C: The last four of my social are {V}. / A: Thanks.
A: Can you verify the last four digits of your social security number? / C: {V}
"""
NHS = """
A: Do you have your NHS number? / C: It's {V}.
C: My NHS number is {V}. / A: I'll look you up.
A: And the NHS number on the letter? / C: {V}
"""
NI = """
A: What's your national insurance number? / C: {V}.
C: My national insurance number is {V}. / A: Got it.
A: I need the NI number for payroll. / C: {V}
A: National insurance? / C: {V}.
"""
MEDICARE = """
A: What's the Medicare number? / C: {V}.
C: My Medicare card number is {V}. / A: And the expiry?
A: Do you have your Medicare card there? / C: Yes, it's {V}.
"""
TFN = """
A: What's your tax file number? / C: {V}.
C: My tax file number is {V}. / A: Thank you.
A: And your TFN? / C: {V}
"""
PASSPORT = """
A: And your passport number? / C: {V}.
C: My passport is {V}. / A: Perfect.
A: What's the number on your passport? / C: It's {V}.
A: I need a document number for check-in, passport is best. / C: Passport number {V}.
"""
LICENCE = """
A: What's your driver's license number? / C: {V}.
C: My driving licence number is {V}. / A: Thanks.
A: And the licence number? / C: {V}
"""
IP = """
C: The router says {V}. / A: Okay, I can see that address.
A: What's your IP address? / C: It's {V}.
C: I'm connecting from {V}. / A: Let me check the firewall.
C: Someone signed in from {V} and it wasn't me. / A: I'll end that session.
"""
URL = """
C: My page is {V}. / A: I'll have a look.
A: What link did you click? / C: {V}
C: I got a text with {V} in it. / A: Please don't open it.
C: You can see the damage at {V}. / A: Thanks, opening it now.
"""
BOOKING = """
A: Do you have your booking reference? / C: Yes, {V}.
C: My booking reference is {V}. / A: Let me pull that up.
A: What's the confirmation number? / C: {V}.
C: The reservation number is {V}. / A: I see it.
A: Can I take your reference number? / C: {V}
C: It's booking {V}. / A: For two nights, yes.
A: Confirmation code? / C: {V}.
A: So that's booking reference {V}, have a nice stay. / C: Thank you.
"""
POLICY = """
A: What's your policy number? / C: {V}.
C: My policy number is {V}. / A: Thank you.
A: And the claim number? / C: It's {V}.
A: Do you have your membership number? / C: {V}
C: The claim number they gave me is {V}. / A: I have it open.
A: Patient number? / C: {V}.
C: The medical record number is {V}. / A: One second.
A: Can I have your customer number? / C: Sure, {V}.
A: What's the member ID on your card? / C: {V}
"""
PLATE = """
A: What's the registration? / C: {V}.
C: It's a silver Corolla, number plate {V}. / A: Got it.
A: And the license plate? / C: {V}
C: My reg is {V}. / A: Thanks.
A: What's the car's registration number? / C: It's {V}.
C: The plate number is {V}. / A: You're on the list for parking.
"""
PERSON = """
A: Can I take your name? / C: It's {N}.
C: Hi, this is {N}. / A: Hello, how can I help?
A: Who am I speaking with? / C: {N}.
C: My name's {N}. / A: Thank you.
A: And the name on the booking? / C: {N}
"""
OPENINGS = """
A: Good morning, Harbour Dental, how can I help? / C: Hi, I'd like to make an appointment.
A: Thanks for calling Northside Plumbing. / C: Hello, I have a leak under the sink.
A: Hello, front desk speaking. / C: Hi there, I need to change a booking.
A: Good afternoon, Lakeview Bank. / C: Hi, I have a question about my card.
A: City Vets, good morning. / C: Hello, my dog has been limping since yesterday.
A: Thank you for calling Bright Energy. / C: I'm calling about my last bill.
A: Hello, you're through to the surgery. / C: Morning, could I see a doctor this week?
A: Hi, thanks for calling Rosa's Kitchen. / C: Do you have a table for Friday evening?
A: Parkside Motors service desk. / C: I'd like to book my car in for a service.
A: Good morning, claims department. / C: I want to report some water damage.
"""
CLOSINGS = """
A: You're all set. / C: Brilliant, thanks a lot.
A: Is there anything else? / C: No, that's everything.
A: Thanks for calling. / C: Bye now.
A: We'll see you then. / C: Great, cheers.
A: I've put a note on the file. / C: Thank you so much.
A: Somebody will be in touch soon. / C: Wonderful.
"""


def frames(text):
    """The frames of a list, each a list of who speaks and what."""
    return [[(turn[0], turn[3:]) for turn in frame.split(" / ")] for frame in text.strip().split("\n")]
