package io.reflux.node;

import akka.actor.typed.delivery.ProducerController;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Messages that wait until the other end takes one more. What is lost on the way is sent again by
 * akka's reliable delivery, in chunks where it is long. For one actor.
 *
 * @param <M> what is sent
 */
final class Outgoing<M> {
  private final Deque<Iterator<M>> waiting = new ArrayDeque<>();
  private Optional<ProducerController.RequestNext<M>> demand = Optional.empty();

  /** Sends a message as soon as it can be. */
  void send(M message) {
    sendAll(List.of(message).iterator());
  }

  /** Sends messages one after the other; each is made when it can be sent. */
  void sendAll(Iterator<M> messages) {
    waiting.add(messages);
    flow();
  }

  /** The other end takes one more. */
  void demanded(ProducerController.RequestNext<M> next) {
    demand = Optional.of(next);
    flow();
  }

  private void flow() {
    while (!waiting.isEmpty() && !waiting.getFirst().hasNext()) {
      waiting.removeFirst();
    }
    if (demand.isPresent() && !waiting.isEmpty()) {
      ProducerController.RequestNext<M> next = demand.get();
      demand = Optional.empty();
      next.sendNextTo().tell(waiting.getFirst().next());
    }
  }
}
