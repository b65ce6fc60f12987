package io.reflux.node;

import akka.actor.typed.delivery.ProducerController;
import io.reflux.engine.HostTensor;
import io.reflux.wire.FromLane;
import java.util.Map;

/**
 * What one of a node's lanes answers, by two streams: feature maps have their own, so that nothing
 * else waits behind them. For one actor.
 */
final class LaneAnswers {
  private final Outgoing<FromLane> words = new Outgoing<>();
  private final Outgoing<FromLane> maps = new Outgoing<>();

  /** The other end of one of the streams takes one more. */
  void demanded(ProducerController.RequestNext<FromLane> next) {
    (next.producerId().endsWith("/" + RemoteLane.MAPS) ? maps : words).demanded(next);
  }

  /** Sends what is no output. */
  void send(FromLane message) {
    words.send(message);
  }

  /** Sends outputs; they are not to be altered any more. */
  void answer(long number, Map<String, HostTensor> outputs) {
    words.send(LaneTensors.answer(number, outputs));
    outputs.forEach(
        (name, output) -> {
          if (AnswerParts.areOf(output)) {
            maps.sendAll(new AnswerParts(number, name, output));
          }
        });
  }
}
