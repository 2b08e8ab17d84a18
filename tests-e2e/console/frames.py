"""How smoothly a page moves, and how much it holds: measured in the page itself."""

from dataclasses import dataclass
from statistics import median
from typing import Final

from console.browser import Window
from playwright.async_api import Locator

_RECORD: Final = """() => {
    window.frames_ = [];
    window.longest_ = 0;
    let last = performance.now();
    const tick = now => {
        if (!window.frames_) return;
        window.frames_.push(now - last);
        last = now;
        requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    window.tasks_ = new PerformanceObserver(list => {
        for (const entry of list.getEntries()) window.longest_ = Math.max(window.longest_, entry.duration);
    });
    window.tasks_.observe({ type: 'longtask' });
}"""
_STOP: Final = """() => {
    const found = [window.frames_, window.longest_];
    window.tasks_.disconnect();
    window.frames_ = undefined;
    return found;
}"""


@dataclass
class Moved:
    """What was measured while something moved: milliseconds from frame to frame, and the longest task."""

    frames: list[float]
    longest_task: float

    @property
    def median(self) -> float:
        return median(self.frames)


async def while_scrolling(window: Window, over: Locator, *, steps: int, by: int) -> Moved:
    """Turn the wheel over something, as somebody does who looks for something."""
    await over.hover()
    await window.page.evaluate(_RECORD)
    for _ in range(steps):
        await window.page.mouse.wheel(0, by)
        await window.page.wait_for_timeout(30)
    return await stop(window)


async def start(window: Window) -> None:
    """Begin to measure."""
    await window.page.evaluate(_RECORD)


async def stop(window: Window) -> Moved:
    """Return what was measured since `start`."""
    frames, longest = await window.page.evaluate(_STOP)
    return Moved(frames, longest)


async def heap_megabytes(window: Window) -> float:
    """Return what the page's scripts hold, once what nobody holds is gone."""
    session = await window.context.new_cdp_session(window.page)
    await session.send("HeapProfiler.collectGarbage")
    used = await session.send("Runtime.getHeapUsage")
    await session.detach()
    return float(used["usedSize"]) / 1e6
