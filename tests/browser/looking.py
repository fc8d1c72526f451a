"""What a real browser tells of a page: what it weighs, whether everyone can use it."""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

MOST_BYTES = 150_000
MOST_REQUESTS = 8
NARROW = 320  # a phone, or a page made four times as large

SCROLLS_SIDEWAYS = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const inside = (e) => { for (let p = e.parentElement; p; p = p.parentElement)
    if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(p).overflowX)) return true;
    return false; };
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > room + 1 && !inside(e))
    .map((e) => e.tagName.toLowerCase() + "." + e.className).slice(0, 5).concat(["(the page)"]);
}"""


@dataclass
class Weight:
    """What came over the wire for a page: every request with its bytes, headers included."""

    parts: dict[str, int] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """Return all bytes."""
        return sum(self.parts.values())

    @property
    def requests(self) -> int:
        """Return how many requests there were."""
        return len(self.parts)


def weigh(context: BrowserContext, address: str) -> Weight:
    """Open an address in a new context and return what the first view costs."""
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    weight, names = Weight(), dict[str, str]()

    def _asked(event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            names[event["requestId"]] = event["request"]["url"]

    def _came(event: dict[str, Any]) -> None:
        name = names.get(event["requestId"])
        if name is not None:
            weight.parts[name] = int(event["encodedDataLength"])

    wire.on("Network.requestWillBeSent", _asked)
    wire.on("Network.loadingFinished", _came)
    page.goto(address, wait_until="networkidle")
    page.close()
    return weight


def complaints_of_axe(page: Page) -> list[str]:
    """Return what axe finds on a page, each with the place."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']} ({each['impact']}): {each['help']}: {node['html'][:160]}"
        for each in found
        for node in each["nodes"][:3]
    ]


def complaints_of_width(page: Page, width: int = NARROW) -> list[str]:
    """Return what makes a page scroll sideways on a narrow screen."""
    size = page.viewport_size or {"width": 1280, "height": 900}
    page.set_viewport_size({"width": width, "height": size["height"]})
    wide = page.evaluate(SCROLLS_SIDEWAYS)
    page.set_viewport_size(size)
    return [f"{each} is wider than {width} pixels" for each in wide]
