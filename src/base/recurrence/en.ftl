# $every is the number of days, weeks, months or years from one to the next.
recurrence-daily =
    { $every ->
        [one] Every day
       *[other] Every { $every } days
    }
recurrence-weekdays = Monday to Friday
# $days is how many weekdays are named (0: the weekday of the first date). Each weekday comes with its place in the list.
recurrence-weekly =
    { $every ->
        [one] Every week
       *[other] Every { $every } weeks
    }{ $days ->
        [0] {""}
       *[other] {" "}on{" "}
    }{ $mo ->
        [first] Monday
        [next] , Monday
        [last] {" "}and Monday
       *[no] {""}
    }{ $tu ->
        [first] Tuesday
        [next] , Tuesday
        [last] {" "}and Tuesday
       *[no] {""}
    }{ $we ->
        [first] Wednesday
        [next] , Wednesday
        [last] {" "}and Wednesday
       *[no] {""}
    }{ $th ->
        [first] Thursday
        [next] , Thursday
        [last] {" "}and Thursday
       *[no] {""}
    }{ $fr ->
        [first] Friday
        [next] , Friday
        [last] {" "}and Friday
       *[no] {""}
    }{ $sa ->
        [first] Saturday
        [next] , Saturday
        [last] {" "}and Saturday
       *[no] {""}
    }{ $su ->
        [first] Sunday
        [next] , Sunday
        [last] {" "}and Sunday
       *[no] {""}
    }
# $day is the day of the month; -1 is the last, 0 the day of the first date.
recurrence-monthly-day =
    { $every ->
        [one] Every month
       *[other] Every { $every } months
    }{ $day ->
        [0] {""}
        [-1] {" "}on the last day
       *[other] {" "}on day { $day }
    }
# $nth is 1 to 5, or -1 for the last; $day is mo, tu, we, th, fr, sa or su.
recurrence-monthly-nth =
    { $every ->
        [one] Every month
       *[other] Every { $every } months
    } on the { $nth ->
        [1] first
        [2] second
        [3] third
        [4] fourth
        [5] fifth
       *[-1] last
    } { $day ->
        [mo] Monday
        [tu] Tuesday
        [we] Wednesday
        [th] Thursday
        [fr] Friday
        [sa] Saturday
       *[su] Sunday
    }
# A day from Monday to Friday, holidays not considered.
recurrence-monthly-weekday =
    { $every ->
        [one] Every month
       *[other] Every { $every } months
    } on the { $nth ->
        [1] first
        [2] second
        [3] third
        [4] fourth
        [5] fifth
       *[-1] last
    } day from Monday to Friday
recurrence-quarterly =
    { $day ->
        [0] Every three months
        [-1] Every three months on the last day of the month
       *[other] Every three months on day { $day } of the month
    }
recurrence-yearly =
    { $every ->
        [one] Every year
       *[other] Every { $every } years
    }
recurrence-other = By the rule { $rule }
# After the sentence and a comma.
recurrence-ends-after =
    { $count ->
        [one] once
       *[other] { $count } times
    }
# $date is 2026-12-31.
recurrence-ends-on = until { $date }

recurrence-bad-no-frequency = The rule does not say how often; write FREQ=DAILY, FREQ=WEEKLY, FREQ=MONTHLY or FREQ=YEARLY
recurrence-bad-too-fine = { $part } is too fine: a rule says days; write FREQ=DAILY and a plan for each shift window
recurrence-bad-not-a-part = "{ $part }" is not a part of a rule; write NAME=VALUE parted by semicolons, such as FREQ=WEEKLY;BYDAY=MO,WE
recurrence-bad-start-inside = { $part } does not belong in the rule; leave it out and write the first day into its own field
recurrence-bad-clock-inside = { $part } does not belong in the rule; leave it out and write the clock hours into the shift window
recurrence-bad-week-numbers = BYWEEKNO is not possible, since programs number the week of New Year differently; write the days with BYMONTH and BYDAY
recurrence-bad-unknown-part = A rule has no part "{ $part }"; write only FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYYEARDAY, BYSETPOS and WKST
recurrence-bad-twice = { $part } is there twice; write it once, with commas between the values
recurrence-bad-value =
    { $part }={ $value } is not possible; { $part ->
        [FREQ] write DAILY, WEEKLY, MONTHLY or YEARLY
        [INTERVAL] write a number from 1 to 999
        [COUNT] write a number from 1 to 10000
        [UNTIL] write the last day as year, month and day, such as 20261231
        [BYDAY] write MO, TU, WE, TH, FR, SA or SU, with commas between them; 1TU is the first Tuesday, -1FR the last Friday
        [BYMONTH] write numbers from 1 to 12, with commas between them
        [BYMONTHDAY] write numbers from 1 to 31 or from -1 to -31, with commas between them
        [BYYEARDAY] write numbers from 1 to 366 or from -1 to -366, with commas between them
        [BYSETPOS] write numbers up to the days of one round, from 1 or from -1 on, with commas between them
        [WKST] write MO, TU, WE, TH, FR, SA or SU
       *[other] write a simpler rule, such as FREQ=WEEKLY;BYDAY=MO,WE
    }
recurrence-bad-misplaced =
    { $part } does not go with the rest of the rule; { $part ->
        [BYDAY] write a number before a weekday only with FREQ=MONTHLY or FREQ=YEARLY
        [BYMONTHDAY] write it only with FREQ=MONTHLY, FREQ=YEARLY or FREQ=DAILY
        [BYSETPOS] write the days to choose from beside it, such as BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1
       *[other] write it only with FREQ=YEARLY
    }
recurrence-bad-two-ends = COUNT and UNTIL are both there; write one of them
recurrence-bad-no-such-day = No month of the rule has such a day; write a BYMONTHDAY that exists in one of the months of BYMONTH
