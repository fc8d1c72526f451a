"""Word lists by which `names` guesses: what stands before a name, what is a name, what never is."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


TITLES = _set(
    """
    mr mrs ms miss mx dr doctor prof professor nurse sister matron midwife rev reverend father
    cllr councillor bailie provost pc constable sergeant sgt inspector sir lady lord dame
    aunt auntie uncle gran granny grandad grandpa
    """
)
# Before these any capital is a name: "Mr Hill", "Dr Green".
SHORT_TITLES = frozenset({"mr", "mrs", "ms", "mx", "dr", "cllr"})
# These may stand in capital letters; "MS Society" and "MISS" are something else.
TITLES_IN_CAPITALS = frozenset({"mr", "mrs"})

KIN = _set(
    """
    son daughter sons daughters child kid bairn wean baby toddler boy girl lad lass teenager
    brother sister brothers sisters twin twins cousin nephew niece mum mam mother dad father
    parent stepson stepdaughter grandson granddaughter grandchild gran granny nana grandad
    grandmother grandfather auntie aunt uncle husband wife partner boyfriend girlfriend fiancé
    fiancée ex friend pal mate neighbour neighbor flatmate tenant landlord lodger
    nurse doctor gp midwife dentist physio physiotherapist counsellor therapist psychologist
    psychiatrist consultant surgeon paramedic receptionist carer worker manager teacher tutor
    headteacher lecturer coach leader officer supervisor clerk driver volunteer minister
    """
)

CALLED = frozenset({"called", "named", "nicknamed", "name's"})

# After these, two capitals are more often a place or a body than a person.
PLACE_LEADS = _set(
    """
    the a an in at on near between around off via towards through across along outside inside into
    onto within beside behind opposite past throughout above below beyond to of this that these
    those our your their its every each any all visit visiting join use using like new
    """
)
BEFORE_A_PLACE = frozenset({"st", "saint", "queen", "king", "prince", "princess", "mount", "port"})

FIRST_NAMES = _set(
    """
    aaron abdul abdullah abigail adam adele adrian agnes agnieszka ahmed aidan aileen aisha aishah
    alan alasdair alastair albert alejandro alex alexander alice alison alistair allan allison
    amanda amina amir amy ana andrea andrew andrzej andy angela angus anita ann anna anne annie
    anthony antonio anwar archie arjun arthur ashley asif audrey ayesha barbara barry beatrice
    becky ben benjamin bernadette bernard beth bethany betty bev beverley billy bogdan brenda
    brian bridget bruce bryan caitlin callum calum calvin cameron carl carla carlos caroline
    carolyn catherine cathy catriona cecilia charles charlie chloe chris christina christine
    christopher claire clare clive colin colleen connor conor craig daniel daniela danielle danny
    darren dave david dawid deb debbie deborah debra denise dennis derek diana diane dominic
    donald donna doreen dorothy dougie duncan dylan eddie edith edward edwin eileen eilidh elaine
    eleanor elena elizabeth ella ellen ellie elsie emily emma eric erin ethan eva evelyn ewa ewan
    fatima fatimah fergus finlay fiona fraser fred freddie frederick freya gareth garry gary gavin
    gemma geoff geoffrey george georgina gerald geraldine gerard gillian gina giovanni gordon
    graeme graham greg gregor gregory gwen hamish hannah haroon harriet harry hassan hayley helen
    helena henry hilary howard hugh hussain iain ian ibrahim imran irene isaac isabel isabella
    isla ivan jackie jacob jacqueline jacqui jake james jamie jan jane janet janice janine jason
    jean jeanette jeff jen jennifer jenny jeremy jerry jessica jill jim jimmy joan joanna joanne
    jodie joe joel johan john johnny jonathan jose joseph josephine joshua joyce juan judith judy
    julia julian julie justin kaitlyn karen karim karl karolina katarzyna kate katherine kathleen
    kathryn kathy katie katrina kayleigh keith kelly ken kenneth kenny kerry kevin khalid kieran
    kim kirsten kirsty kyle laura lauren laurence leanne lee leila leo leonard lesley leslie liam
    lillian linda lindsay lindsey lisa liz logan lorna lorraine louis louise lucas lucy luke lyn
    lynda lynn lynne magdalena mairi malcolm malgorzata mandy manuel marc marcin marcus margaret
    maria marian marie marion marjorie martha martin martyn mary mateusz matthew maureen maurice
    megan mel melanie melissa michael michal michelle mick mike mohamed mohammad mohammed moira
    molly monica morag morven muhammad mustafa nadia nadine naomi natalia natalie natasha nathan
    neil niall nicholas nicola nicole nigel noah nora norma norman olga oliver olivia omar oscar
    owen pamela patricia patrick paul paula pauline pawel penelope pete peter phil philip phillip
    phyllis piotr priya rachael rachel raj rajesh ralph rebecca rhona rhys richard ricky robbie
    robert roberta roddy roderick roger ronald ronnie rory rosemary rosie roy russell ruth ryan
    sadia sally sam samantha samuel sandra sara sarah scott sean seonaid shaun shauna sheila
    shirley shona siobhan sofia sonia sophia sophie stacey stanley stella steph stephanie stephen
    steve steven stewart stuart susan susie suzanne sylvia tanya tariq ted teresa terry thea
    theresa thomas tim timothy tina tom tomasz tommy toni tony tracey tracy trevor usman valerie
    vanessa vera veronica vicky vincent vivian wendy wilma yasmin yusuf yvonne zahra zainab zara
    zoe zofia
    """
)

# Names that are words or places too: taken for people only inside a sentence.
FIRST_NAMES_INSIDE = _set(
    """
    ailsa amber bob carol charlotte daisy dawn dean douglas drew faith frank grace hazel heather
    holly iona iris ivy jack jade jasmine josh joy lewis lily nick pat penny pippa poppy ray rob
    robin rose ross ruby skye sue tess
    """
)

# "Foreign Policy" and "Child Protection": capitals that people give to things.
NOUN_ENDINGS = (
    "tion", "tions", "sion", "sions", "ment", "ments", "ness", "ity", "ities", "ance", "ence",
    "ship", "ships", "ism", "ology", "ical", "cial", "sis", "ings",
)  # fmt: skip

# Places and colours that are surnames after a first name: "Karen Hill".
SURNAMES_TOO = _set(
    """
    banks black bridges brook church cross day field fields glen green hall hill king
    lake law little lord marsh mills north park parks parish price ward waters west white
    wood woods young
    """
)

LITTLE_WORDS = _set(
    """
    a about after again all also although am an and another any anyone anything are as ask at away
    be because been before but by can cannot could dear did do does done don't during each either
    else even ever every everyone everything few first for from get give go going good got great
    had happy has have having he hello help her here hi his how however i i'd i'll i'm i've if in
    instead is it it's its just keep last less let like lots made make many maybe me mine more most
    much must my need never new next no nobody none nor not nothing now of off often ok okay old on
    once one only open or other our out over own please put same save second see send she should
    since so some someone something sometimes soon sorry stop such take thank thanks that that's
    the their them then there there's therefore these they they're third this those though three
    through till to today together tomorrow tonight too two under unless until up upon us very via
    was we we're we've were what when where whereas which while who whole why will wish with
    within without would yes yesterday yet you you're your
    """
)
_CALENDAR = """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri
    sat sun january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec spring summer autumn winter christmas easter
    hogmanay ramadan eid diwali halloween
"""
_PLACE_WORDS = """
    street road avenue lane drive crescent terrace place court gardens garden grove square close
    way wynd brae view row park parks green common wood woods hill hills glen loch river burn water
    bay beach harbour pier bridge island isle isles coast links mains cross castle abbey mill farm
    house houses hall lodge tower towers flats estate village town city county shire region
    district ward borough burgh parish valley field fields playground stadium arena pool gym
    north south east west northern southern eastern western upper lower central mid great greater
    little old high main market station airport port quay roundabout junction motorway highway
    boulevard plaza parkway expressway heights haven bronx manhattan brooklyn queens harlem
    school primary secondary academy nursery college university library museum gallery theatre
    church chapel cathedral mosque temple synagogue hospital hospitals infirmary clinic surgery
    hospice pharmacy centre center campus hub cafe restaurant hotel inn bar pub shop store stores
    ave rd blvd st alley promenade creek lake marsh prison trail path pathway walk estate parade
    supermarket bank office offices post depot unit wing suite floor room theatre department dept
"""
_BODIES = """
    council councils partnership trust board committee commission authority association society
    federation foundation group groups network project projects programme program scheme fund
    service services team agency company ltd limited plc bank building union party labour
    conservative liberal democrat democrats green tory tories snp government parliament ministry
    minister secretary president chancellor chief executive director officer mp msp mep police
    fire rescue ambulance army navy force court justice law act bill order commons lords house
    nhs hscp bbc itv sky channel radio news times daily mail sun guardian facebook twitter google
    youtube whatsapp instagram netflix amazon tesco asda aldi lidl morrisons sainsbury sainsburys
    boots covid corona brexit internet wifi zoom teams windows apple microsoft xbox playstation
    olympic olympics cup league premier champions football rugby club united rovers rangers celtic
    rail railway railways transport bus buses coach train trains tram metro line lines network
    health social care safety security education learning support family families children child
    adult adults youth young women woman men man people person citizens advice community
    communities housing mental public private national international local human rights royal
    world global state federal united kingdom union european commonwealth nations free black white
    blue red day week month year night morning evening pride memorial veterans veteran war peace
    tax credit credits aid ban benefit benefits allowance pension pensions credit animal animals
    cruelty foreign cell boot smoking blood donor unit units operation status vision zero capital
    plan plans policy fair municipal official officials rights day visit kitchen visa card pass
    universal income support living wage working hours care home homes carer carers disability
    independence payment payments personal licence license stamp duty budget bedroom council ref
    brain injury syndrome disease multiple fibrosis prime member members speaker mayor
    abuse arts barracks bonds circuit crime crossing debit domestic festival gas gate hate mobile
    palace parental phone point power speech studies training vehicle voting
    grand special top senior junior head lead manager nurse doctor consultant reception outpatients
    emergency accident maternity oncology radiology physiotherapy dementia parkinson parkinsons
    alzheimer alzheimers autism adhd cancer hiv aids god bible jesus christ islam muslim christian
    catholic protestant jewish hindu sikh buddhist islamic
"""
_NATIONS = """
    scotland england wales ireland britain uk usa us eu europe america africa asia australia canada
    india pakistan bangladesh china japan russia ukraine poland germany france spain italy greece
    turkey syria iran iraq israel palestine gaza yemen libya egypt nigeria kenya afghanistan
    saudi arabia qatar zealand mexico brazil cuba jamaica bahrain kashmir tibet nepal burma myanmar
    scottish scots english welsh irish british american european african asian australian canadian
    indian pakistani chinese japanese russian ukrainian polish german french spanish italian greek
    turkish syrian israeli palestinian roman latin gaelic arabic urdu punjabi bengali hindi
    london glasgow edinburgh dundee aberdeen stirling perth inverness paisley fife lothian
    lanarkshire ayrshire clackmannanshire dunbartonshire highland highlands borders orkney shetland
    manchester birmingham leeds liverpool bristol sheffield newcastle nottingham cardiff swansea
    belfast york yorkshire lancashire kent essex sussex surrey cornwall devon dublin paris berlin
    brussels westminster holyrood calais washington
"""
NOT_NAMES = LITTLE_WORDS | _set(_CALENDAR + _PLACE_WORDS + _BODIES + _NATIONS)
