package io.reflux.wire;

import io.reflux.wire.proto.AnswerMessage;
import io.reflux.wire.proto.ClusterEnvelope;
import io.reflux.wire.proto.FactsMessage;
import io.reflux.wire.proto.FilePartMessage;
import io.reflux.wire.proto.HelloMessage;
import io.reflux.wire.proto.ImageSourceMessage;
import io.reflux.wire.proto.LaneEndsMessage;
import io.reflux.wire.proto.OpenLaneMessage;
import io.reflux.wire.proto.PieceMessage;
import io.reflux.wire.proto.PlannedMessage;
import io.reflux.wire.proto.PresentMessage;
import io.reflux.wire.proto.ProgramMessage;
import io.reflux.wire.proto.TensorMessage;

/** Takes the message out of an envelope. */
final class ClusterReader {
  private ClusterReader() {}

  /**
   * The message in an envelope.
   *
   * @throws IllegalArgumentException if there is none that can be
   */
  static ClusterMessage message(ClusterEnvelope envelope) {
    return switch (envelope.getContentCase()) {
      case HELLO -> hello(envelope.getHello());
      case PRESENT -> present(envelope.getPresent());
      case WELCOME ->
          new ToAgent.Welcome(
              envelope.getWelcome().getRunNonce(),
              envelope.getWelcome().getProof().asReadOnlyByteBuffer());
      case REFUSE_NODE ->
          new ToAgent.RefuseNode(
              envelope.getRefuseNode().getRunNonce(), envelope.getRefuseNode().getSentence());
      case REFUSE_RUN ->
          new ToDesk.RefuseRun(
              envelope.getRefuseRun().getRunNonce(), envelope.getRefuseRun().getSentence());
      case OPEN_LANE -> openLane(envelope.getOpenLane());
      case FILE_PART -> filePart(envelope.getFilePart());
      case SHOWN -> new ToLane.Shown(images(envelope.getShown()));
      case PIECE -> piece(envelope.getPiece());
      case PLANNED -> planned(envelope.getPlanned());
      case PUT_ASIDE -> new ToLane.PutAside();
      case OPENED -> new FromLane.Opened(envelope.getOpened().getMissingList());
      case ANSWER -> answer(envelope.getAnswer());
      case TENSOR_PART ->
          new FromLane.Part(
              envelope.getTensorPart().getNumber(),
              tensor(envelope.getTensorPart().getTensor()),
              envelope.getTensorPart().getOffset());
      case FAILED ->
          new FromLane.Failed(
              envelope.getFailed().getNumber(),
              envelope.getFailed().getSentence(),
              envelope.getFailed().getInput());
      case RESTING ->
          new FromLane.Resting(
              envelope.getResting().getNumber(), envelope.getResting().getMillis());
      case PIXELS_WANTED ->
          new FromLane.PixelsWanted(
              envelope.getPixelsWanted().getNumber(), envelope.getPixelsWanted().getSentence());
      case ENDED -> new FromLane.Ended(envelope.getEnded().getSentence());
      case CONTENT_NOT_SET ->
          throw new IllegalArgumentException("of no known kind (expected: one of cluster.proto)");
    };
  }

  private static ToAgent hello(HelloMessage hello) {
    return new ToAgent.Hello(
        hello.getDesk(), hello.getNonce(), facts(hello.getFacts()), hello.getTf32());
  }

  private static ToDesk present(PresentMessage present) {
    return new ToDesk.Present(
        present.getRunNonce(),
        present.getNodeNonce(),
        facts(present.getFacts()),
        present.getProof().asReadOnlyByteBuffer());
  }

  private static ToAgent openLane(OpenLaneMessage order) {
    LaneEndsMessage ends = order.getEnds();
    return new ToAgent.OpenLane(
        order.getRunNonce(),
        order.getLane(),
        order.getDevice(),
        program(order.getProgram()),
        new ToAgent.LaneEnds(
            ends.getLane(), ends.getQuestions(), ends.getAnswers(), ends.getMaps()),
        order.getPassing());
  }

  private static ImageSource images(ImageSourceMessage images) {
    return new ImageSource(
        images.getDataset(),
        images.getPipeline(),
        images.getTask(),
        images.getPart(),
        images.getDigest());
  }

  private static ToLane planned(PlannedMessage planned) {
    return new ToLane.Planned(
        planned.getNumber(),
        planned.getSubject(),
        new ImagePlan(
            planned.getPart(),
            planned.getChance(),
            planned.getImagesList().stream()
                .map(
                    image ->
                        new PlannedImage(
                            image.getExample(), image.getDraw(), image.getView(), image.getEpoch()))
                .toList()),
        planned.getChecksum());
  }

  private static ToLane filePart(FilePartMessage part) {
    return new ToLane.FilePart(
        part.getFile(), part.getOffset(), part.getContent().asReadOnlyByteBuffer());
  }

  private static ToLane piece(PieceMessage piece) {
    return new ToLane.Piece(
        piece.getNumber(),
        piece.getSubject(),
        piece.getRows(),
        piece.getSide(),
        piece.getPixels().asReadOnlyByteBuffer());
  }

  private static FromLane answer(AnswerMessage answer) {
    return new FromLane.Answer(
        answer.getNumber(),
        answer.getTensorsList().stream().map(ClusterReader::tensor).toList(),
        answer.getApartList());
  }

  private static FromLane.Tensor tensor(TensorMessage tensor) {
    return new FromLane.Tensor(
        tensor.getName(),
        tensor.getType(),
        tensor.getShapeList(),
        tensor.getData().asReadOnlyByteBuffer());
  }

  private static NodeFacts facts(FactsMessage facts) {
    return new NodeFacts(
        facts.getVersion(),
        facts.getEngine(),
        facts.getLanesList().stream()
            .map(lane -> new NodeFacts.LaneFacts(lane.getDevice(), lane.getComputing()))
            .toList(),
        facts.getDataList(),
        facts.getEvaluators());
  }

  private static LaneProgram program(ProgramMessage program) {
    return new LaneProgram(
        program.getFilesList().stream()
            .map(
                file ->
                    new LaneProgram.ProgramFile(file.getName(), file.getDigest(), file.getBytes()))
            .toList(),
        program.getArchive(),
        program.getInput(),
        program.getAnswersList().stream()
            .map(answer -> new LaneProgram.ProgramAnswer(answer.getName(), answer.getPlace()))
            .toList(),
        program.getThreads(),
        program.getRowsAtOnce());
  }
}
