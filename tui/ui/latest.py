"""Doing only what was asked last: for what is asked faster than it can be answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from textual.dom import DOMNode

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Latest(Generic[Asked, Answer]):
    """Answers in a thread, one question at a time; what was overtaken is never shown.

    Eight letters typed at once so start two searches, not eight that take the processor from each
    other and from the screen.

    Args:
        node: Whose workers these are. Where it is gone, nothing is shown any more.
        answer: Finds the answer, in a thread.
        show: Shows it, unless something else has been asked meanwhile.
        group: The name of the workers.
    """

    def __init__(
        self,
        node: DOMNode,
        answer: Callable[[Asked], Answer],
        show: Callable[[Answer], object],
        group: str,
    ) -> None:
        self._node = node
        self._answer = answer
        self._show = show
        self._group = group
        self._asked: list[Asked] = []
        self._dropped = False
        self._running = False
        self._idle: asyncio.Event | None = None

    @property
    def behind(self) -> bool:
        """Whether something that was asked is not shown yet."""
        return bool(self._asked) or (self._running and not self._dropped)

    def ask(self, asked: Asked) -> None:
        """Ask; what was asked before is dropped, if it is not shown yet."""
        self._asked = [asked]
        if not self._running:
            self._running = True
            self._idle = asyncio.Event()
            self._node.run_worker(self._run(), group=self._group)

    def drop(self) -> None:
        """Show nothing of what was asked until now."""
        self._asked.clear()
        self._dropped = True

    async def caught_up(self) -> None:
        """Wait until all that was asked is shown or dropped."""
        while self.behind and self._idle is not None:
            await self._idle.wait()

    async def _run(self) -> None:
        try:
            while self._asked:
                asked, self._dropped = self._asked.pop(), False
                answer = await asyncio.to_thread(self._answer, asked)
                if not self._node.is_attached:
                    return
                if not self._asked and not self._dropped:
                    self._show(answer)
        finally:
            self._running = False
            if self._idle is not None:
                self._idle.set()
