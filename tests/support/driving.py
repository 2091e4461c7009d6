"""A real Chromium that is used as a reader uses it: real clicks, keys and scrolling, in windows of any size.

It speaks the DevTools protocol through two pipes, one message after the other, each ended by a zero byte.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from chromium import FLAGS, program

_KEYS = {
    "Escape": ("Escape", 27, ""),
    "Tab": ("Tab", 9, ""),
    "Enter": ("Enter", 13, "\r"),
    "Space": (" ", 32, " "),
}
_START = """\
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
for end, number in zip(ends, (3, 4)):
    os.dup2(end, number)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Chromium reads from 3 and writes to 4, whatever numbers the pipes have here."""


class Driver:
    """The connection to one Chromium."""

    def __init__(self, send: int, receive: int) -> None:
        self._send, self._receive = send, receive
        self._number = 0
        self._answers: dict[int, queue.Queue[dict[str, Any]]] = {}
        self.tabs: dict[str, Tab] = {}
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        rest = b""
        with contextlib.suppress(OSError):
            while part := os.read(self._receive, 1 << 16):
                *whole, rest = (rest + part).split(b"\0")
                for message in map(json.loads, whole):
                    if "id" in message:
                        self._answers[message["id"]].put(message)
                    elif (tab := self.tabs.get(message.get("sessionId", ""))) is not None:
                        tab.happened(message["method"], message["params"])

    def call(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """What Chromium answers to *method*."""
        self._number += 1
        number, answer = self._number, queue.Queue()
        self._answers[number] = answer
        message = {"id": number, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._send, data) :]
        found = answer.get(timeout=60)
        assert "error" not in found, (method, found["error"])
        return found["result"]

    @contextlib.contextmanager
    def tab(self, width: int = 1440, height: int = 900, **emulated: Any) -> Iterator[Tab]:
        """A window of its own, which remembers nothing of others."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        tab = self.tabs[session] = Tab(self, session)
        for domain in ("Page", "Network", "Runtime", "Log"):
            tab.call(f"{domain}.enable")
        tab.emulate(width, height, **emulated)
        try:
            yield tab
        finally:
            self.call("Target.disposeBrowserContext", browserContextId=context)
            del self.tabs[session]


class Tab:
    """One page after the other, in one window."""

    def __init__(self, driver: Driver, session: str) -> None:
        self._driver, self._session = driver, session
        self.requests: dict[str, str] = {}
        """The addresses that were asked for, by their numbers."""
        self.failed: list[str] = []
        """The addresses that were asked for in vain."""
        self.errors: list[str] = []
        """What scripts failed with."""
        self._loads = 0
        self._scripted = True

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._driver.call(method, self._session, **parameters)

    def happened(self, event: str, told: dict[str, Any]) -> None:
        if event == "Network.requestWillBeSent" and not told["request"]["url"].startswith("data:"):
            self.requests[told["requestId"]] = told["request"]["url"]
        elif event == "Network.responseReceived" and told["response"]["status"] >= 400:
            self.failed.append(f"{told['response']['status']} {told['response']['url']}")
        elif event == "Network.loadingFailed" and not told.get("canceled"):
            self.failed.append(f"{told['errorText']} {self.requests.get(told['requestId'])}")
        elif event == "Runtime.exceptionThrown":
            self.errors.append(json.dumps(told["exceptionDetails"])[:500])
        elif event == "Page.loadEventFired":
            self._loads += 1

    def emulate(
        self, width: int, height: int, dark: bool = False, languages: str = "en-US", script: bool = True,
        print_: bool = False,
    ) -> None:  # fmt: skip
        """Let the window be of that size, and the reader one who prefers the dark and reads *languages*."""
        mobile, self._scripted = width < 600, script
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        still = {"name": "prefers-reduced-motion", "value": "reduce"}
        self.call("Emulation.setEmulatedMedia", media="print" if print_ else "", features=[scheme, still])
        agent = self._driver.call("Browser.getVersion")["userAgent"]
        self.call("Network.setUserAgentOverride", userAgent=agent, acceptLanguage=languages)
        self.call("Emulation.setScriptExecutionDisabled", value=not script)

    def go(self, address: str) -> None:
        """Open *address* and wait until it is loaded."""
        with self.loading():
            # To another place on the same page, there is nothing to load.
            if "loaderId" not in self.call("Page.navigate", url=address):
                self.until(lambda: unquote(self.address) == unquote(address))
                self.call("Page.reload")

    @contextlib.contextmanager
    def loading(self) -> Iterator[None]:
        """What is done in here leads to another page, which is waited for."""
        before = self._loads
        yield
        self.until(lambda: self._loads > before)
        self.settle()

    def until(self, holds: Any, timeout: float = 60) -> None:
        """Wait until *holds()*, or the JavaScript *holds*, is true, also of a page that comes in its place."""
        end = time.monotonic() + timeout
        asked = holds if callable(holds) else lambda: self._holds(holds)
        while not asked():
            assert time.monotonic() < end, f"in vain: {holds}"
            time.sleep(0.02)

    def _holds(self, expression: str) -> bool:
        try:
            return bool(self.run(f"!!({expression})"))
        except AssertionError as error:
            if "navigated" in str(error):
                return False
            raise

    def settle(self) -> None:
        """Wait until the page has drawn two frames and been idle, so that what follows from loading has been done."""
        if not self._scripted:
            time.sleep(0.1)
            return
        self.run("new Promise(done => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 60))")
        # What waits for its turn takes one each: four parts, and what one of them has begun.
        self.run("""(async () => {
            for (let turn = 0; turn < 5; turn++) await new Promise(done => requestIdleCallback(done, {timeout: 1000}));
        })()""")

    def run(self, expression: str) -> Any:
        """The value of a JavaScript expression."""
        found = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, (expression, found["exceptionDetails"])
        return found["result"].get("value")

    def point(self, selector: str) -> tuple[float, float]:
        """The middle of what *selector* finds first, scrolled into view if it is not; in points of the window."""
        box = self.run(f"""(() => {{
            const node = document.querySelector({json.dumps(selector)});
            if (!node) return null;
            let box = node.getBoundingClientRect();
            if (box.top < 0 || box.bottom > innerHeight) node.scrollIntoView({{block: "center"}});
            box = node.getClientRects()[0] ?? node.getBoundingClientRect();
            return [box.left + box.width / 2, box.top + box.height / 2];
        }})()""")
        assert box, f"nothing is {selector}"
        return box[0], box[1]

    def hover(self, selector: str) -> None:
        x, y = self.point(selector)
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        self.settle()

    def click(self, selector: str) -> None:
        """Press and release the mouse in the middle of what *selector* finds."""
        self.hover(selector)
        x, y = self.point(selector)
        hit = self.run(
            f"document.querySelector({json.dumps(selector)}).contains(document.elementFromPoint({x}, {y}))"
            f" || document.elementFromPoint({x}, {y})?.outerHTML.slice(0, 200)"
        )
        assert hit is True, f"{selector} is covered by {hit}"
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, name: str) -> None:
        """Press a key by its name, or the one that writes a character."""
        key, code, text = _KEYS.get(name, (name, ord(name[0].upper()), name))
        more = {"text": text} if text else {}
        named = {"key": key, "code": name if name in _KEYS else f"Key{name.upper()}", "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **named, **more)
        self.call("Input.dispatchKeyEvent", type="keyUp", **named)

    def write(self, text: str) -> None:
        """Type *text*, in any script, a character at a time."""
        for one in text:
            self.call("Input.dispatchKeyEvent", type="keyDown", key=one, text=one)
            self.call("Input.dispatchKeyEvent", type="keyUp", key=one)

    def shot(self, path: Path, whole: bool = False) -> None:
        """Draw the window, or the *whole* page, into a file."""
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        path.write_bytes(base64.b64decode(data))

    @property
    def address(self) -> str:
        return str(self.run("location.href"))


@contextlib.contextmanager
def driving(profile: Path) -> Iterator[Driver]:
    """A Chromium to use, with its *profile* in that folder."""
    (theirs_in, ours_out), (ours_in, theirs_out) = os.pipe(), os.pipe()
    arguments = [sys.executable, "-c", _START, str(theirs_in), str(theirs_out), program(), *FLAGS.split()]
    arguments += ["--remote-debugging-pipe", "--no-startup-window", "--hide-scrollbars", f"--user-data-dir={profile}"]
    process = subprocess.Popen(
        arguments, pass_fds=(theirs_in, theirs_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        yield Driver(ours_out, ours_in)
    finally:
        process.kill()
        process.wait()
        os.close(ours_out)
        os.close(ours_in)
