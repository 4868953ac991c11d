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
