package io.reflux.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.delivery.ConsumerController;
import akka.actor.typed.delivery.ProducerController;
import akka.actor.typed.javadsl.ActorContext;
import akka.japi.function.Function;
import java.util.Optional;

/** The ends of akka's reliable delivery, below an actor, and how references are written. */
final class Reliably {
  private Reliably() {}

  /** The sending end; its actor is told when one more message is taken. */
  static <C, M> ActorRef<ProducerController.Command<M>> sending(
      ActorContext<C> context,
      Class<M> kind,
      Function<ProducerController.RequestNext<M>, C> demanded) {
    ActorRef<ProducerController.Command<M>> end =
        context.spawn(
            ProducerController.create(
                kind, context.getSelf().path().toStringWithoutAddress(), Optional.empty()),
            "sends");
    end.tell(
        new ProducerController.Start<>(
            context.messageAdapter(ProducerController.requestNextClass(), demanded)));
    return end;
  }

  /** The receiving end; its actor is told what has come. */
  static <C, M> ActorRef<ConsumerController.Command<M>> receiving(
      ActorContext<C> context, Function<ConsumerController.Delivery<M>, C> came) {
    ActorRef<ConsumerController.Command<M>> end =
        context.spawn(ConsumerController.create(), "receives");
    end.tell(
        new ConsumerController.Start<>(
            context.messageAdapter(ConsumerController.deliveryClass(), came)));
    return end;
  }

  /** A reference as others can read it. */
  static String text(ActorSystem<?> system, ActorRef<?> actor) {
    return ActorRefResolver.get(system).toSerializationFormat(actor);
  }

  /** The actor that a text refers to. */
  static <M> ActorRef<M> actor(ActorSystem<?> system, String text) {
    return ActorRefResolver.get(system).resolveActorRef(text);
  }
}
