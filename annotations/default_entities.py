"""The types of entities in the default codebook: those of the Wojood corpus of Arabic, with keys of one hand."""

from __future__ import annotations

from annotations.codebook import Choice, said

# Of each type: name, key, title, Arabic title; a line with the guideline, one with that in Arabic, one with examples.
_TABLE = """
PERS; p; Person; شخص
    People by name, also invented ones, without the title before it.
    أسماء الأشخاص حقيقيين أو متخيَّلين، دون اللقب.
    سيرغي لافروف | نجيب محفوظ
NORP; n; Group of people; جماعة
    Nationalities, peoples, religious and political groups.
    القوميات والشعوب والجماعات الدينية والسياسية.
    الفلسطينيون | السنّة | الجمهوريون
OCC; o; Occupation; منصب أو مهنة
    Offices, ranks and professions.
    المناصب والرتب والمهن.
    وزير الخارجية | طبيب
ORG; r; Organisation; منظمة
    Companies, ministries, parties, agencies, teams.
    الشركات والوزارات والأحزاب والوكالات والفرق.
    الأمم المتحدة | وكالة فرانس برس
GPE; g; Country or city; كيان جيوسياسي
    Places with a government: countries, provinces, cities, villages.
    أماكن لها إدارة: دول ومحافظات ومدن وقرى.
    كوريا الشمالية | بيونغ يانغ
LOC; l; Place; موقع جغرافي
    Places without a government: seas, mountains, rivers, regions.
    مواقع بلا إدارة: بحار وجبال وأنهار ومناطق.
    البحر الأحمر | الشرق الأوسط
FAC; f; Facility; منشأة
    What people built: airports, bridges, streets, camps, mosques.
    ما يبنيه الناس: مطارات وجسور وشوارع ومخيمات ومساجد.
    مطار بيروت | معبر رفح
EVENT; e; Event; حدث
    Wars, conferences, elections, feasts and the like that have a name.
    حروب ومؤتمرات وانتخابات وأعياد لها اسم.
    الحرب العالمية الثانية | قمة العشرين
DATE; d; Date; تاريخ
    Days, months, years, spans of days or more, also relative ones.
    أيام وشهور وسنوات ومدد من يوم فأكثر، ولو نسبية.
    18 أكتوبر/تشرين الأول | الشهر الماضي
TIME; t; Time; وقت
    What is shorter than a day.
    ما هو أقصر من يوم.
    الثالثة عصرا | ساعتين
LANGUAGE; a; Language; لغة
    Languages and dialects.
    اللغات واللهجات.
    اللغة العربية | الكردية
WEBSITE; w; Website; موقع إلكتروني
    Sites, addresses, and platforms as places.
    المواقع والعناوين والمنصات.
    www.un.org | موقع تويتر
LAW; j; Law; قانون
    Laws, treaties, resolutions, articles of them.
    القوانين والمعاهدات والقرارات وموادها.
    القرار 242 | اتفاقية جنيف
PRODUCT; u; Product; منتج
    Things made and named: vehicles, weapons, devices, works.
    ما يُصنع ويُسمّى: مركبات وأسلحة وأجهزة وأعمال.
    صاروخ هواسونغ | آيفون
CARDINAL; c; Number; عدد
    Numbers that no other type takes.
    أعداد لا يشملها نوع آخر.
    ثلاثة | 250
ORDINAL; i; Ordinal; عدد ترتيبي
    First, second and so on.
    الأعداد الترتيبية.
    الأولى | الثاني عشر
PERCENT; h; Percentage; نسبة مئوية
    Per cent, with the sign or word.
    النسب مع علامتها أو لفظها.
    12% | خمسة بالمئة
QUANTITY; q; Quantity; كمية
    A number with its unit of measure.
    عدد مع وحدة قياسه.
    300 كيلومتر | طنين
UNIT; k; Unit; وحدة قياس
    The unit in a quantity, by itself.
    وحدة القياس وحدها داخل الكمية.
    كيلومتر | طن
MONEY; m; Money; مبلغ مالي
    An amount with its currency.
    مبلغ مع عملته.
    مليون دولار | 50 جنيها
CURR; y; Currency; عملة
    The currency in an amount, by itself.
    العملة وحدها داخل المبلغ.
    دولار | جنيه
"""


def _types() -> tuple[Choice, ...]:
    found = []
    lines = iter(_TABLE.split("\n")[1:-1])
    for head, guideline, arabic_guideline, examples in zip(lines, lines, lines, lines, strict=True):
        name, key, title, arabic = head.split("; ")
        advice = said(guideline.strip(), arabic_guideline.strip())
        found.append(
            Choice(name, said(title, arabic), key, advice, tuple(examples.strip().split(" | ")))
        )
    return tuple(found)


ENTITY_TYPES = _types()
SPEECHLESS = tuple(
    each.name for each in ENTITY_TYPES if each.name not in ("PERS", "ORG", "OCC", "GPE")
)
"""The types of what says nothing by itself."""
