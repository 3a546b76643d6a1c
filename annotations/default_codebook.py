"""The codebook of a project that has none of its own. In Python, since that is there sooner than a file is read."""

from __future__ import annotations

from annotations.codebook import Attribute, Choice, Codebook, Kind, Label, LinkType, said
from annotations.default_entities import ENTITY_TYPES
from annotations.model import SPAN

QUOTE = Label(
    "quote",
    said("Quote", "اقتباس"),
    "q",
    "primary",
    "background",
    said(
        "Words that the article gives as said or written by someone. Take what is said, without the verb and without "
        "إن; where the verb stands in the middle, one quote has two parts.",
        "كلام ينسبه النص إلى قائل أو كاتب. ظلّل الكلام نفسه دون الفعل ودون «إن»، وإذا توسّط الفعل الكلامَ فهو اقتباس "
        "واحد من جزأين.",
    ),
    ("قال الوزير إن «الاتفاق جاهز».", "أكدت الوزارة أن العمل مستمر."),
    attributes=(
        Attribute(
            "type",
            said("Type", "النوع"),
            Kind.CHOICE,
            (
                Choice(
                    "direct",
                    said("Direct", "مباشر"),
                    "d",
                    said(
                        "All of it is in quotation marks, or after a colon: the speaker's own words.",
                        "كله بين علامتي تنصيص أو بعد نقطتين: كلام القائل بلفظه.",
                    ),
                    ("قال: «لن نتراجع».",),
                ),
                Choice(
                    "indirect",
                    said("Indirect", "غير مباشر"),
                    "i",
                    said(
                        "What was said, in the words of the article.",
                        "مضمون القول بصياغة كاتب النص.",
                    ),
                    ("قال إن بلاده لن تتراجع.",),
                ),
                Choice(
                    "mixed",
                    said("Mixed", "مختلط"),
                    "m",
                    said(
                        "In the words of the article, with some of the speaker's in marks.",
                        "بصياغة الكاتب وفيه عبارات بلفظ القائل بين علامتين.",
                    ),
                    ("قال إن الزيارة ستشكل «فرصة مهمة».",),
                ),
            ),
            required=True,
            key="t",
            guideline=said(
                "Whose words they are: judge by the marks.",
                "لمن الألفاظ: احكم بعلامات التنصيص.",
            ),
        ),
        Attribute(
            "stance",
            said("Stance of the verb", "موقف الفعل"),
            Kind.CHOICE,
            (
                Choice(
                    "neutral",
                    said("Neutral", "محايد"),
                    "n",
                    said("It only says that it was said.", "ينقل القول فحسب."),
                    ("قال", "أضاف", "صرّح"),
                ),
                Choice(
                    "asserting",
                    said("Asserting", "مؤكِّد"),
                    "a",
                    said("It presents what is said as true.", "يقدّم القول على أنه صحيح."),
                    ("أكد", "أوضح", "كشف"),
                ),
                Choice(
                    "doubting",
                    said("Doubting", "مشكِّك"),
                    "d",
                    said("It keeps away from what is said.", "يتحفّظ على القول."),
                    ("زعم", "ادّعى"),
                ),
                Choice(
                    "denying",
                    said("Denying", "نافٍ"),
                    "e",
                    said("The speaker says that it is not so.", "القائل ينفي ما ذُكر."),
                    ("نفى", "أنكر"),
                ),
            ),
            key="s",
            guideline=said(
                "How the verb of saying stands to what is said: whose view it shows is the article's.",
                "كيف يقدّم فعل القول ما قيل، وهو اختيار كاتب النص.",
            ),
        ),
    ),
)

ENTITY = Label(
    "entity",
    said("Entity", "كيان"),
    "e",
    "success",
    "bold",
    said(
        "Who or what is called by a name, and dates, numbers and amounts. Take the name without the conjunction or "
        "preposition before it; a name within a name is an entity of its own.",
        "من يُسمّى أو ما يُسمّى باسم، والتواريخ والأعداد والمقادير. ظلّل الاسم دون حرف العطف أو الجر المتصل به، "
        "والاسم داخل الاسم كيان مستقل.",
    ),
    ("[وزير خارجية [روسيا]] [سيرغي لافروف]", "و[الكرملين]"),
    attributes=(
        Attribute(
            "type",
            said("Type", "النوع"),
            Kind.CHOICE,
            ENTITY_TYPES,
            required=True,
            key="t",
            guideline=said(
                "What it is where it stands: «واشنطن أعلنت» is a GPE although a government is meant.",
                "ما هو في موضعه: «واشنطن أعلنت» كيان جيوسياسي وإن قُصدت الحكومة.",
            ),
        ),
        Attribute(
            "canonical",
            said("Canonical name", "الاسم المعتمد"),
            Kind.TEXT,
            key="n",
            guideline=said(
                "The one name by which all spellings and short forms of it are known.",
                "الاسم الواحد الذي تُجمع تحته صيغ الكتابة والاختصارات.",
            ),
            examples=("بوتن، بوتين، الرئيس الروسي ← فلاديمير بوتين",),
        ),
    ),
)

CLAIM = Label(
    "claim",
    said("Claim", "ادعاء"),
    "c",
    "warning",
    "underline",
    said(
        "A statement that is asserted as true and could be checked. Take the whole clause that can be true or false.",
        "قول يُقدَّم على أنه صحيح ويمكن التحقق منه. ظلّل الجملة كاملة بحيث تحتمل الصدق والكذب.",
    ),
    ("ارتفعت الصادرات 12% هذا العام.",),
    attributes=(
        Attribute(
            "checkable",
            said("Checkable", "قابل للتحقق"),
            Kind.BOOLEAN,
            required=True,
            key="c",
            guideline=said(
                "Whether facts that anyone could look up would decide it; a wish or a taste is not.",
                "هل تحسمه وقائع يمكن الرجوع إليها؛ أما الرأي والأمنية فلا.",
            ),
            examples=("نعم: بلغ عدد السكان مليونين.", "لا: هذه أجمل المدن."),
        ),
        Attribute(
            "worth",
            said("Check-worthiness", "جدارة التحقق"),
            Kind.CHOICE,
            (
                Choice("high", said("High", "عالية"), "h", examples=("اللقاح يسبب العقم.",)),
                Choice("medium", said("Medium", "متوسطة"), "m"),
                Choice("low", said("Low", "منخفضة"), "l", examples=("وصل الوزير مساء الأربعاء.",)),
            ),
            key="w",
            guideline=said(
                "How much harm it would do to the public if it were false and believed.",
                "مقدار الضرر على الناس لو كان خطأ وصُدِّق.",
            ),
        ),
        Attribute(
            "kind",
            said("Kind", "الصنف"),
            Kind.CHOICE,
            (
                Choice("event", said("Event", "حدث"), "e", examples=("وقّع البلدان اتفاقا.",)),
                Choice("number", said("Number", "رقمي"), "n", examples=("ارتفعت الأسعار 5%.",)),
                Choice("cause", said("Cause", "سببي"), "c", examples=("أدى القرار إلى الأزمة.",)),
                Choice("comparison", said("Comparison", "مقارنة"), "m", examples=("الأعلى عربيا.",)),
                Choice("prediction", said("Prediction", "توقع"), "p", examples=("ستنخفض الأسعار.",)),
                Choice("other", said("Other", "غير ذلك"), "o"),
            ),
            key="k",
            guideline=said("What would have to be shown to check it.", "ما الذي يلزم إثباته للتحقق."),
        ),
        Attribute(
            "normalised",
            said("Normalised claim", "الصيغة المستقلة"),
            Kind.TEXT,
            key="n",
            guideline=said(
                "One sentence that says it without the article: who, what, where, when; no pronouns, no cue.",
                "جملة واحدة تُفهم دون النص: من وماذا وأين ومتى، بلا ضمائر ولا فعل قول.",
            ),
            examples=("«وصلت إلى مستوى جديد» ← وصلت العلاقات بين روسيا وكوريا الشمالية إلى مستوى جديد في 2023.",),
        ),
        Attribute(
            "verdict",
            said("Verdict", "الحكم"),
            Kind.CHOICE,
            (
                Choice("true", said("True", "صحيح"), "t"),
                Choice("mostly-true", said("Mostly true", "صحيح في معظمه"), "m"),
                Choice("misleading", said("Misleading", "مضلل"), "l"),
                Choice("false", said("False", "خطأ"), "f"),
                Choice("unproven", said("Unproven", "غير مثبت"), "u"),
            ),
            key="v",
            guideline=said(
                "What the evidence says; without evidence leave it open.",
                "ما تقوله الأدلة، ومن دونها يُترك بلا حكم.",
            ),
        ),
        Attribute(
            "evidence",
            said("Evidence", "الأدلة"),
            Kind.REFERENCES,
            key="e",
            guideline=said(
                "Where it can be looked up, and what is said there.",
                "أين يُرجع إليها وماذا جاء فيها.",
            ),
            examples=("https://example.org/report — الجدول 3: بلغت الزيادة 4.8%",),
        ),
        Attribute(
            "date",
            said("Date", "التاريخ"),
            Kind.DATE,
            key="d",
            guideline=said(
                "When it was claimed; a year or a month will do.",
                "متى قيل الادعاء، وتكفي السنة أو الشهر.",
            ),
            examples=("2023-10-18", "2023-10"),
        ),
    ),
)  # fmt: skip

LINKS = (
    LinkType(
        "source",
        said("Source", "المصدر"),
        "s",
        ("quote",),
        ("entity", SPAN),
        guideline=said(
            "Who said it: the nearest name of them, or the words that stand for one without a name.",
            "من قاله: أقرب ذكر لاسمه، أو ما يدل عليه إن لم يُسمَّ.",
        ),
        examples=("وقال [لافروف] إن …", "وقالت [وسائل إعلام كورية شمالية] إن …"),
    ),
    LinkType(
        "cue",
        said("Cue", "فعل القول"),
        "c",
        ("quote",),
        (SPAN,),
        guideline=said(
            "The verb or phrase that attributes it, without the conjunction before it.",
            "الفعل أو العبارة التي تنسب القول، دون حرف العطف.",
        ),
        examples=("و[قال] لافروف إن …", "[بحسب] الوكالة …"),
    ),
    LinkType(
        "claimant",
        said("Claimant", "صاحب الادعاء"),
        "m",
        ("claim",),
        ("entity", SPAN),
        guideline=said(
            "Who vouches for it; without one it is the article itself.",
            "من يتحمل القول، وإن لم يُذكر فهو كاتب النص.",
        ),
        examples=("وأكد [الكرملين] أن …",),
    ),
)

DEFAULT = Codebook("hashiya", 1, (QUOTE, ENTITY, CLAIM), LINKS)
