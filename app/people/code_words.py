"""The words of follow codes, and how a typed code is read: brae-otter-heron-41.

The words are our own choice: short, kind, easy to say on the phone, and never one letter apart.
Codes are worked out from places in this list, so its order and length must never change once the
portal is in use: a changed list would change every code already given.
"""

import unicodedata

WORDS_IN_A_CODE = 3
DIGITS_IN_A_CODE = 2
LONGEST_TYPED = 120

_LIST = """
    acorn airship almond alpaca amber anchor anthem antler applaud apricot apron archery artist
    aspen aster atlas atom attic aurora author autumn badger bagel bagpipe bairn baker baking
    balcony ballad balloon balmy bamboo banjo bannock barber barley barrow basin basket bassoon
    bawbee beacon beagle beam beanbag bedtime bicycle birch birl biscuit bison blanket blender
    blether bliss bloom blossom bobbin bolster bonfire bonnie bonsai booklet bothy bottle boulder
    boxwood bracken brae bramble breadth breeze bridge brig bright bronze broth brunch brush
    bubble buckle buddy bundle bunnet bunting burdock burger buzzard byre cabbage cabin cable cafe
    calf calico camel camera campion canary candle canny canoe canopy canvas captain caramel
    caravan card carpet cartoon cascade cashew castle cat catkin catnap cavern cedar celery
    ceramic chair chalet chalk channel chapter chart chatty cheddar cheer cheerio cheese cherish
    chess chimney chipper chirp chortle chorus chowder chrome chuckle chutney cinder cinema circle
    city clam clapper classic clatter clever cliff cloak cloud clove cluster cobweb coconut coffee
    cog college collie comet comfort comfrey comfy comic compass cone conifer conker cookie cool
    cooper coppice copse corbie cork corner cosmos costume cottage cotton courage cowbell cowslip
    crackle crag crane crayon cream cricket crinkle crisp crochet crocus croft crofter croon
    crowdie crunchy crust crystal cupcake curious curlew curling curtain cushion custard cycle
    dahlia dainty daisy dancer dapper dapple date dawn dazzle delight denim dewdrop diagram
    diamond diary dimple dingle dinner dish display diver dogfish dogwood dolphin domino door
    dormer dotted dove dovecot drawing dreamy dresser drizzle drummer duet dulcet dynamic dynamo
    eager easel echo eclipse ecology editor effort eggcup elastic elbow elegant element elk
    emerald emu enamel enchant encore energy engine enjoy epic equal equinox essay esteem evening
    example expert explore express fabric fairway falcon fancy fanfare farm farmer farming fashion
    fence fender fennel ferny ferret festive field fig firefly firelit firth firwood fisher
    flannel flaxen flicker flint flipper flock flora florist flowery flurry foal focus folder
    foliage folio forage ford forest fortune forum fossil fox foxtrot freckle fresh friend fringe
    frolic frond frost fudge furrow gadget gala galaxy gallant gallery gallop gander garden
    garland garlic garnet garnish gateway gather gazebo gazelle gear gecko genial gentle genuine
    gesture gibbon gift giggle gingham giraffe glacier glad gladden glaze gleam gleeful glen
    glider glimmer glimpse glisten glitter globe glossy glow goblet gold golden gondola gorse
    gosling gowan grace grammar granary granite granola graphic grassy gravel gravity green
    griddle griffin grocer grotto grove guava guitar gumboot gymnast haar habitat haddock haiku
    halibut halo hamlet hammock hamster handbag happily happy hardy harmony harp harrier harvest
    hatch haven hayloft hayrick hazel hearth heather hedge hello helmet helper helpful herbal
    heron herring hexagon hiker hill hillock hilltop hobby hockey holiday hollow holly honest
    honey hopeful hopper horizon hotpot hubbub huddle humble humming iceberg icicle icon idea
    igloo image imagine impala indigo ink inkwell inlet insect inspire iris island ivory ivy
    jackdaw jacket jade jar jasmine jasper jaunty jeely jersey jetty jigsaw journal journey jovial
    joyful juggle juniper jupiter kale kayak kebab keeper kelp kelpie kestrel ketchup kilt kindle
    kindred kiosk kirk kitchen kitten kiwi koala ladle lagoon lake lamb lambkin lamplit landing
    lantern lapwing larch larder laugh launch laundry laurel leader leaflet leafy league learn
    lecture legend lemon lemur lentil lettuce library lilac lily linden linger linnet linseed lion
    lively lizard lochan locket lofty logbook logic lotus loyal lullaby lupin lyric machine
    magical magnet magpie mallard mallet mammal manatee mango map maple marble marina marker
    marvel mascot mavis mayfly maypole meadow meander measure medley meerkat melody memory mend
    mentor mercury merlin mermaid meteor midday middle mild milky miller mineral minnow mint
    mirror misty mobile modest mohair moment moon moonlit moorhen mosaic moss motion mottled mouse
    movie muffin museum musical mystery myth napkin narwhal natter natty natural nature neat
    nebula nectar neep neptune nestle netball nimble nimbus noble nourish novel nurture nutmeg
    oasis oatcake oatmeal obelisk oblong ocean octagon octave octopus olive onion onward onyx opal
    opera optical orbit orca orchard orchid order origami origin osprey ostrich otter outdoor
    outing outlook overall owl owlet oyster package paddle painter palace pancake panda panel
    panther papaya paper paprika parasol parcel parrot parsley parsnip pasta pastel pastime pastry
    pasture path pathway patio pattern pebble pecan pelican pencil penguin peony pepper pesto
    petunia pewter piano picnic picture pigeon pilgrim pillar pillow pilot pioneer pizza planet
    plaster plate playful plenty pliers plover plucky plumage plumber plume poet poetry polka
    pollen ponder popcorn poplar poppy postbox poster postie potato pottery pouch prairie praise
    pretzel prism promise proverb pulley puma pumice pumpkin pupil purple puzzle pyramid quail
    quality quarry quarter quench quilt quince quiz radiant radio radish raffle railway rainbow
    raisin rally ranch rapid ready reason recipe redwing redwood reef reflect refresh rejoice
    relax relish renew repair reply respect restful restore reunion reward rhubarb rice ringlet
    ripen ripple rivulet roadway robin robot robust rock rooftop rookery rooster rosebud rosehip
    rosy rowboat ruby rug rustic rustle saffron sailing sailor salad salmon salsa sample sandal
    sandpit sandy sardine satchel saucer saunter sawdust scamper scarf scarlet scenery scenic
    scholar school science scoop scooter scroll seabird seagull seaside seaweed seesaw sepia
    serene sesame settee shallot shampoo shape shawl sherbet shimmer shine shingle shoal shoogle
    shore shovel shower shrub shuttle signal silk silver sincere siskin skating skerry sketch
    skillet skylark skyline sledge sleeve smile smirr smokie snack snorkel snowman snowy soda
    solar solid sonata song sonnet soprano sorrel soup spangle spaniel spark sparkle sparrow
    spatula speckle sphere spinach spindle spinney spiral splash sporran sport spotted sprig
    springy sprint sprout spruce spry stage stamp stanza staple star starlit starry starter
    station statue steady steam stencil stew stilton stoat stone storied stovies strath straw
    street stretch stride string stripy studio study sugar summer summit sunbeam sundew sundial
    sunhat sunlit sunny sunrise sunset supper surfer sushi swan sweater swift swither tabby
    tadpole talent tandem tangy tartan tassel taste tawny teabag teacher teacup teak teapot
    tearoom teatime tennis term terrace terrier thanks thaw theme thermos thicket thimble thistle
    thrift thrive tidal tiger timely tinsel tiptoe toast toggle tomato topaz topic topsail torch
    toucan towel town track tractor trail treacle treble treetop trellis tribute trifle trinket
    trio tripod trolley trophy tropics truffle trundle trusty tugboat tulip tumbler tundra tune
    tunic tunnel turnip turtle tweed twig twirl unicorn unique upbeat upland uplift upright upward
    useful usher valiant valley vantage variety vase velvet verdant verse vessel video village
    vine vinegar violet violin vision visitor vista vivid vocal volcano vole volume voyage wagon
    wagtail walker walking wallaby walnut warbler warmth water wavelet wayside weaver weekend
    welcome welly wetland whimsy whippet whisker wicket wildcat willing window windy winter wisdom
    wombat worthy writer yak yarn yellow yodel yule zebra zesty zigzag zinc
"""
WORDS: tuple[str, ...] = tuple(_LIST.split())

_KNOWN = frozenset(WORDS)
_LENGTHS = range(min(map(len, WORDS)), max(map(len, WORDS)) + 1)
_LETTERS_LIKE_DIGITS = str.maketrans("oil", "011")


def codes_possible() -> int:
    """Return how many different codes there are."""
    words: int = len(WORDS) ** WORDS_IN_A_CODE
    digits: int = 10**DIGITS_IN_A_CODE
    return words * digits


def normalise_code(typed: str) -> str | None:
    """Return a typed code in its one form, or None if it is not three of our words and two digits.

    Capitals do not matter, nor what stands between the parts, nor whether anything does: no row of
    letters is three of our words in two ways. In the digits O, I and L are taken for 0 and 1.
    """
    if len(typed) > LONGEST_TYPED:
        return None
    joined = "".join(sign for sign in _plain(typed) if sign.isalnum())
    digits = joined[-DIGITS_IN_A_CODE:].translate(_LETTERS_LIKE_DIGITS)
    if len(digits) != DIGITS_IN_A_CODE or not digits.isdecimal():
        return None
    readings = _readings(joined[:-DIGITS_IN_A_CODE])
    return "-".join([*readings[0], digits]) if len(readings) == 1 else None


def _plain(typed: str) -> str:
    """Return what was typed in lower case with plain letters and digits."""
    plain = unicodedata.normalize("NFKC", typed).casefold()
    # Digits of other scripts, such as those of an Arabic keyboard, are digits too.
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in plain)


def _readings(letters: str) -> list[list[str]]:
    """Return every way in which letters without gaps are the words of a code."""
    found: list[tuple[list[str], str]] = [([], letters)]
    for _ in range(WORDS_IN_A_CODE):
        found = [
            ([*words, rest[:length]], rest[length:])
            for words, rest in found
            for length in _LENGTHS
            if len(rest) >= length and rest[:length] in _KNOWN
        ]
    return [words for words, rest in found if not rest]
