"""Frames of ordinary talk: numbers in braces are amounts, times and counts, which nobody need hide."""

ORDINARY = """
A: What time would suit you? / C: Around {time} if you can.
A: We have {time} or {time2} on {day}. / C: The first one works.
A: That comes to {amount} in total. / C: That's fine.
A: The check-up is {amount}, and x-rays are {amount2}. / C: Do you take cards?
A: How many people? / C: {count} adults and {small} children.
A: Your appointment is on {date} at {time}. / C: Can we do {date2} instead?
C: I was charged {amount} twice last month. / A: I can see that, I'll refund one of them.
A: The interest rate is {percent} for the first {small} months. / C: And after that?
C: My balance should be around {amount}. / A: It's {amount2} as of this morning.
A: The limit for cash is {amount} a day. / C: Can you raise it to {amount2}?
A: How long have you had the pain? / C: About {small} weeks.
C: The order was for {count} chairs and {small} tables. / A: I see {count} chairs here.
A: We're open from {time} to {time2} on weekdays. / C: And on Saturday?
A: It takes {small} to {count} working days. / C: Okay, not too bad.
C: Is there parking? / A: Yes, there are {count} spaces behind the building.
A: What year is the car? / C: It's a {year}, with about {count} thousand miles.
C: Room {room} was too noisy last time. / A: I'll give you one on floor {small}.
A: The order number is {order}. / C: Let me write that down.
C: Do you have something under {amount}? / A: The small one is {amount2}.
A: Press {small} for billing or {digit} for sales. / C: I already tried that.
C: I need a transfer of {amount} to my savings. / A: It will be there by {time}.
A: How old is the boiler? / C: It was put in around {year}.
C: Could I get {small} lattes and {digit} muffins? / A: That's {amount}.
A: The exam covers chapters {small} to {count}. / C: Good to know.
A: Your call is number {small} in the queue. / C: I'll wait.
C: The bus leaves at {time} and gets in at {time2}. / A: Then let's say {time2} plus a bit.
A: The deposit is {percent} of {amount}. / C: Fair enough.
A: How many nights? / C: {small}, from {date} to {date2}.
C: I take {room} milligrams twice a day. / A: And for how long?
A: His temperature was {small} over normal. / C: It went down around {time}.
C: What do you charge for a call out? / A: {amount} for the first hour, then {amount2}.
A: We close at {time} today because of the holiday. / C: I'll come tomorrow at {time2}.
C: My payment of {amount} went out on {date}. / A: It cleared on {date2}.
A: Do you want the {count} inch or the {room} litre one? / C: The bigger one.
C: I've been on hold for {count} minutes. / A: I'm sorry about that.
A: The fee went from {amount} to {amount2} in {year}. / C: I remember the letter.
C: Can I have the address of the branch? / A: It's the one next to the market, near the station.
A: Could you hold while I check with the manager? / C: Of course.
C: Do I need to bring anything? / A: Just your glasses and a list of your medicines.
A: The phone will be repaired by {day}. / C: I can manage without it for {small} days.
A: Your card will arrive in {small} days. / C: Can I use the old card until {date}?
C: I forgot my pin. / A: You can set a new one in the app.
A: Are you calling about the account you opened in {year}? / C: Yes, the savings one.
C: I think the email went to spam. / A: I can send it again at {time}.
A: Is the address on your statement right? / C: Yes, it's up to date.
C: What's the exchange rate for euros? / A: You'd get {amount} for {amount2}.
A: Your policy covers up to {amount}. / C: And the excess?
C: When was my last visit? / A: It was on {date} at {time}.
A: We have you down for {time} on {date}. / C: Perfect.
C: How far is it from the station? / A: A {count} minute walk down the road, past the square.
A: The street is closed, so come in from the back. / C: Is it the second door on the right?
C: Can you split the bill in {small}? / A: Sure, that's {amount} each.
A: The test takes {count} minutes and costs {amount}. / C: Do I get the results on {day}?
C: My daughter needs a booster by {date}. / A: We have {time} on {day}.
A: Would you like insurance for {amount} a month? / C: No thanks.
C: I'd like to close my account at the end of the month. / A: May I ask why?
A: Do you have a preference for a male or female doctor? / C: Not really.
C: Can I pay half now and half on {date}? / A: Yes, that's {amount} today.
A: That's {small} one way tickets at {amount}. / C: Two of them with a railcard.
C: The washing machine shows error {digit}. / A: That's usually the drain.
A: Let me read that back, {count} roses and {small} lilies for {date}. / C: Exactly.
C: My contract ends in {year}, doesn't it? / A: On {date}, yes.
A: Your visa appointment is at {time}, bring {small} photos. / C: What size?
C: Are you still doing {percent} off on {day}? / A: Until {date}, yes.
"""
